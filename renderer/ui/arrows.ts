/** The engine writes its arrows in ASCII. */
export const withArrows = (text: string): string => text.replaceAll(' -> ', ' → ');
