/** One description of the table's columns for its head and its rows. Columns leave as their container narrows. */
export const tableColumns = {
  select: "w-9 ps-2",
  title: "pe-4",
  status: "w-40 pe-4 @max-xl:w-9",
  duration: "w-20 pe-4 text-end tabular @max-md:hidden",
  picture: "w-28 pe-4 text-end whitespace-nowrap tabular @max-4xl:hidden",
  codec: "w-20 pe-4 whitespace-nowrap @max-5xl:hidden",
  size: "w-20 pe-4 text-end whitespace-nowrap tabular @max-2xl:hidden",
  created: "w-32 pe-4 text-end whitespace-nowrap tabular @max-2xl:hidden",
  tags: "w-52 @max-5xl:hidden",
} as const;
