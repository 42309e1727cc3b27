/**
 * How large an expression and what it reads may be, so that no expression can hold up the engine: it has no recursion,
 * loops never nest, and what one loop can do at most is bounded by these numbers.
 */
export const limits = {
  /** Characters of one expression. */
  expression: 4_096,
  /** Nodes of the syntax tree. */
  nodes: 600,
  /** Levels of nesting. */
  depth: 24,
  /** Values of a list written in an expression. */
  listLiteral: 200,
  /** Characters of one text written in an expression. */
  textLiteral: 1_024,
  /** Nodes in the bodies of all loops (exists, all, filter, map …) of one expression. */
  loopNodes: 60,
  /** Characters of a pattern for matches, and the size of the program that it compiles to. */
  pattern: 256,
  patternProgram: 500,
  /** Pattern program size times characters searched. */
  patternWork: 1_000_000,
  /** Values of a multi-valued attribute, and groups of a person. */
  boundList: 1_000,
  /** Characters of one text of a person, and of one computed text. */
  boundText: 65_536,
  /** Loop body nodes times the longest list times the longest text in steps of 256 characters. */
  loopWork: 500_000,
} as const;
