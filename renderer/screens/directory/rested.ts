import { useEffect, useState } from 'react';

/** A value once it has not changed for so many ms; the first one, and null, at once. */
export function useRested<T>(value: T | null, milliseconds: number): T | null {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    if (value === rested) return;
    const timer = setTimeout(() => setRested(value), rested === null || value === null ? 0 : milliseconds);
    return () => clearTimeout(timer);
  }, [value, rested, milliseconds]);
  return value === null ? null : rested;
}
