/**
 * Takes Esc before the frame does, which would leave the page: for what is open in it, wherever in it the focus is. What
 * lies over the page keeps its own.
 *
 * @returns the function that ends it
 */
export function catchEscape(onEscape: () => void): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    const isOver = event.target instanceof Element && event.target.closest('[role="dialog"]') !== null;
    if (event.key !== 'Escape' || event.defaultPrevented || isOver) return;
    event.preventDefault();
    onEscape();
  };
  document.addEventListener('keydown', onKeyDown);
  return () => document.removeEventListener('keydown', onKeyDown);
}
