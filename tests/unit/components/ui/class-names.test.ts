import { expect, test } from "vitest";
import { cn } from "#components/ui/class-names.ts";

test("a later class replaces an earlier one of the same property", () => {
  expect(cn("h-8 px-3 text-sm", "h-7")).toBe("px-3 text-sm h-7");
  expect(cn("bg-card", "bg-transparent")).toBe("bg-transparent");
  expect(cn("rounded-md", "rounded-t-lg")).toBe("rounded-md rounded-t-lg");
});

test("what is written as one overrules what was written in parts, not the other way round", () => {
  expect(cn("px-3 py-1 h-8 w-8", "p-0 size-6")).toBe("p-0 size-6");
  expect(cn("p-4", "pt-0")).toBe("p-4 pt-0");
});

test("size and colour of text, and width and colour of a border, do not replace each other", () => {
  expect(cn("text-sm text-foreground", "text-muted-foreground")).toBe("text-sm text-muted-foreground");
  expect(cn("text-[0.625rem]", "text-soft-foreground")).toBe("text-[0.625rem] text-soft-foreground");
  expect(cn("border border-input", "border-failed")).toBe("border border-failed");
});

test("a class under a variant replaces only one under the same variants", () => {
  expect(cn("hover:bg-gray-3 bg-card", "hover:bg-gray-2")).toBe("bg-card hover:bg-gray-2");
  expect(cn("[&_svg]:size-4", "[&>svg]:size-3")).toBe("[&_svg]:size-4 [&>svg]:size-3");
});

test("what names no property it knows is kept, and nothing is made of nothing", () => {
  expect(cn("group peer", false, undefined, "group")).toBe("group peer group");
  expect(cn()).toBe("");
});
