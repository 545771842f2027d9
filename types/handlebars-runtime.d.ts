// Handlebars declares its runtime under a name without an extension, which Node's ESM loader does not find.
declare module 'handlebars/runtime.js' {
  import Handlebars from 'handlebars';
  export default Handlebars;
}
