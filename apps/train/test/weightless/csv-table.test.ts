import { describe, expect, test } from "vitest";
import { parseCsvTable } from "../../src/weightless/csv-table.ts";

test("numbers and a class; a header is left out", () => {
  const table = parseCsvTable("width,height,kind\n1,2.5,pear\n-0,1e3,apple\n", "last");
  expect(table.features).toBe(2);
  expect([...table.values]).toEqual([1, 2.5, -0, 1000]);
  expect(table.classes).toEqual(["pear", "apple"]);
});

test("no header, Windows line ends, a byte order mark, empty lines, no line end at the end", () => {
  const table = parseCsvTable("\uFEFF3,1,0\r\n\r\n4,1,1", "last");
  expect([...table.values]).toEqual([3, 1, 4, 1]);
  expect(table.classes).toEqual(["0", "1"]);
});

test("a first line with other cells, as scikit-learn's sets have it, is a header", () => {
  expect(parseCsvTable("2,2,setosa,virginica\n5,3,0\n6,4,1\n", "last").classes).toEqual(["0", "1"]);
});

test("quotes hold commas, quotes, and names that are not ASCII", () => {
  const table = parseCsvTable('"a","the ""class"""\n"1","Äpfel, Birnen 🍐"\n', 'the "class"');
  expect(table.classes).toEqual(["Äpfel, Birnen 🍐"]);
});

test("the class stands first, or where the header names it", () => {
  expect(parseCsvTable("x,1,2\ny,3,4", "first").classes).toEqual(["x", "y"]);
  const named = parseCsvTable("a,kind,b\n1,x,2\n", "kind");
  expect([...named.values]).toEqual([1, 2]);
  expect(named.classes).toEqual(["x"]);
});

describe("what cannot be read is refused with its line", () => {
  test.each([
    ["", "is empty"],
    ["\n \n", "is empty"],
    ["a\nb", "must have two columns"],
    ["a,b\n", "has a header and nothing else"],
    ["1,2,x\n3,4,x\n1,x", "line 3 has 2 cells, others have 3"],
    ["1,2,x\n1,?,x", 'line 2, cell 2 must be a finite number, got "?"'],
    ["1,2,x\n1,,x", 'cell 2 must be a finite number, got ""'],
    ["1,2,x\nNaN,3,x", "line 2, cell 1"],
    ["1,2,x\nInfinity,3,x", "line 2, cell 1"],
    ['1,2,x\n"1,2,x', "line 2 has a quote that does not fit"],
    ['1,2,x\n1,2"3,x', "line 2 has a quote"],
  ])("%j", (text, message) => {
    expect(() => parseCsvTable(text, "last")).toThrow(message);
  });

  test("a class column that is not there", () => {
    expect(() => parseCsvTable("a,b\n1,2", "c")).toThrow(
      '--class-column c: must be "last", "first" or a name of the header, which has a, b',
    );
  });
});

test("a long line takes no longer than it must", () => {
  const line = Array.from({ length: 100_000 }, (_, i) => i).join();
  expect(parseCsvTable(`${line}\n${line}`, "last").features).toBe(99_999);
});
