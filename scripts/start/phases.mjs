import process from "node:process";

const dim = (text) => (process.stdout.isTTY ? `\u001b[2m${text}\u001b[22m` : text);
const green = (text) => (process.stdout.isTTY ? `\u001b[32m${text}\u001b[39m` : text);
const red = (text) => (process.stdout.isTTY ? `\u001b[31m${text}\u001b[39m` : text);
const seconds = (sinceMs) => `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`;

/**
 * Runs one phase of the start and shows it: a line that counts seconds and repeats what the work last said on a
 * terminal, a line at the beginning and one at the end elsewhere.
 * @template T
 * @param {string} title
 * @param {(say: (detail: string) => void) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function phase(title, work) {
  const startedMs = Date.now();
  let detail = "";
  const live = process.stdout.isTTY;
  const draw = () => {
    const line = `  ${title} … ${seconds(startedMs)} ${detail}`.slice(0, (process.stdout.columns ?? 80) - 1);
    process.stdout.write(`\r\u001b[2K${dim(line)}`);
  };
  const timer = live ? setInterval(draw, 100) : undefined;
  if (!live) console.log(`  ${title} …`);
  try {
    const result = await work((said) => {
      detail = said;
    });
    finish(green("✓"));
    return result;
  } catch (error) {
    finish(red("✗"));
    throw error;
  }

  function finish(mark) {
    clearInterval(timer);
    if (live) process.stdout.write("\r\u001b[2K");
    console.log(`${mark} ${title} ${dim(seconds(startedMs))}`);
  }
}
