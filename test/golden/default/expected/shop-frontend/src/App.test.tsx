import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";

import { App } from "./App";

test("the page says whose it is", () => {
  const page = renderToStaticMarkup(<App />);
  expect(page).toContain("<h1>Shop</h1>");
});

test("the page claims nothing before it knows", () => {
  const page = renderToStaticMarkup(<App />);
  expect(page).toContain("Checking …");
  expect(page).not.toContain('data-state="reached"');
});
