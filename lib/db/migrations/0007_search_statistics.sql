-- A word of a thousand rows or a hundred: of a hundred samples one hit by chance looks like a hundredth of the library,
-- and a rare word's search then walks all of it by date. With a thousand, each is a thousandth.
ALTER TABLE assets ALTER COLUMN search_text SET STATISTICS 1000;
