import { fold } from '../../../shared/kit/fold.ts';
import type { JsonObject } from '../scim/json.ts';
import type { GroupColumns } from '../store/group.ts';

/** What the store keeps of a group beside its text. */
export const groupColumns = (group: JsonObject): GroupColumns => ({
  external_id: typeof group.externalId === 'string' ? group.externalId : null,
  display_name_folded: fold(String(group.displayName)),
  body: JSON.stringify(group),
});
