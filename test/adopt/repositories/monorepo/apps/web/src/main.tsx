import { Button } from '@acme/ui';

export const analytics = import.meta.env.VITE_ANALYTICS_ID;
