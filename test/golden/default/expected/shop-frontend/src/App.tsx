import { Services } from "./Services";

export function App() {
  return (
    <main>
      <header>
        <img src="/favicon.svg" alt="" width="56" height="56" />
        <h1>Shop</h1>
        <p>The front end is up. Here is what it reaches.</p>
      </header>
      <Services />
      <p className="hint">
        Edit <code>src/App.tsx</code> to make it yours.
      </p>
    </main>
  );
}
