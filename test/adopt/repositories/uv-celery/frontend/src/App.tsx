import { useEffect, useState } from 'react';

const API_URL = import.meta.env.VITE_API_URL ?? '';

interface Order {
  id: number;
  item: string;
}

export function App() {
  const [orders, setOrders] = useState<Order[]>([]);
  useEffect(() => {
    void fetch(`${API_URL}/api/v1/orders`)
      .then((response) => response.json())
      .then(setOrders);
  }, []);
  return (
    <ul>
      {orders.map(({ id, item }) => (
        <li key={id}>{item}</li>
      ))}
    </ul>
  );
}
