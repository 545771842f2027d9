import { useEffect, useState } from 'react';
import ReactDOM from 'react-dom/client';

function Guestbook() {
  const [entries, setEntries] = useState([]);
  useEffect(() => {
    fetch('/api/entries/')
      .then((response) => response.json())
      .then(setEntries);
  }, []);
  return entries.map((entry) => <p key={entry.id}>{entry.text}</p>);
}

ReactDOM.createRoot(document.getElementById('root')).render(<Guestbook />);
