export default function Page() {
  return <a href={process.env.NEXT_PUBLIC_API_URL}>API</a>;
}
