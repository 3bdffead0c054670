import { fc, test as property } from "@fast-check/vitest";
import { expect, test } from "vitest";
import { csvRows } from "../../src/csv/csv-rows.ts";

test("rows begin where they begin, whatever their cells hold", () => {
  const text = '\uFEFFa, "b, ""c"""\r\n\r\n"d\r\ne\n\nf",g\n \n ,\nh';
  expect(csvRows(text)).toEqual([
    { line: 1, cells: ["a", 'b, "c"'] },
    { line: 3, cells: ["d\ne\n\nf", "g"] },
    { line: 8, cells: ["", ""] },
    { line: 9, cells: ["h"] },
  ]);
  expect(csvRows("")).toEqual([]);
});

test.each([
  ['1,2\n1,2"3', 2],
  ['1,"2"3', 1],
  ['1,2\n\n1,"2\n3', 4],
])("%j is refused with its line", (text, line) => {
  expect(() => csvRows(text)).toThrow(
    expect.objectContaining({
      name: "RangeError",
      line,
      message: expect.stringContaining(`${line} has`),
    }),
  );
});

const rows = fc.array(
  fc.array(fc.string({ unit: fc.constantFrom(...'a,"\n ß🍐') }), { minLength: 2 }),
  {
    minLength: 1,
  },
);

property.prop([rows])("cells in quotes are what they were", (given) => {
  const written = given.map((cells) =>
    cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(","),
  );
  expect(csvRows(written.join("\n")).map(({ cells }) => cells)).toEqual(given);
});
