import type { Migration } from '../migrate.ts';

/**
 * What is compared without regard to case is compared without regard to the forms of letters, too (RFC 7644 §5). Folding
 * what is folded changes nothing, so that only what was written in another form is touched. Of two names that are one by
 * now each stays what it is called; they can be told apart by their ids.
 */
export const formsOfLetters: Migration = {
  version: 7,
  name: 'forms of letters',
  sql: `
UPDATE OR IGNORE user_resource SET user_name_folded = fold(user_name_folded)
  WHERE user_name_folded <> fold(user_name_folded);
UPDATE user_resource SET display_name_folded = fold(display_name_folded)
  WHERE display_name_folded <> fold(display_name_folded);
UPDATE group_resource SET display_name_folded = fold(display_name_folded)
  WHERE display_name_folded <> fold(display_name_folded);
UPDATE OR IGNORE user_value SET value = fold(value) WHERE value <> fold(value);
`,
};
