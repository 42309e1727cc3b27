/** A column of the resource's own row that holds an attribute; `folded` ones hold fold(text). */
export interface Column {
  readonly expression: string;
  readonly kind: 'exact' | 'folded' | 'boolean' | 'instant';
}

/** Rows of another table that are the values of an attribute. */
export interface Link {
  /** Selects the sub-attributes that can be asked for, of each value of the resource `r`. */
  readonly rows: string;
  /** Selects the `pk` of the resources that have the value `?`, by index. */
  readonly holders: (placeholder: string) => { readonly sql: string; readonly times: number };
}

/** Where a filter's attributes are kept for one resource type. In the statement its rows are called `r`. */
export interface FilterTable {
  readonly name: 'user_resource' | 'group_resource';
  /** By canonical attribute path. */
  readonly columns: ReadonlyMap<string, Column>;
  readonly links: ReadonlyMap<string, Link>;
  /** Holds the folded `value`s of multi-valued complex attributes, by path and value. */
  readonly values: 'user_value' | null;
}

const common = (name: string): readonly (readonly [string, Column])[] => [
  ['id', { expression: 'r.id', kind: 'exact' }],
  ['externalId', { expression: 'r.external_id', kind: 'exact' }],
  ['displayName', { expression: 'r.display_name_folded', kind: 'folded' }],
  ['meta.resourceType', { expression: `'${name}'`, kind: 'exact' }],
  ['meta.created', { expression: 'r.created_at', kind: 'instant' }],
  ['meta.lastModified', { expression: 'r.modified_at', kind: 'instant' }],
];

export const userFilterTable: FilterTable = {
  name: 'user_resource',
  columns: new Map([
    ...common('User'),
    ['userName', { expression: 'r.user_name_folded', kind: 'folded' }],
    ['active', { expression: 'r.active', kind: 'boolean' }],
  ]),
  links: new Map([
    [
      'groups',
      {
        // What a user belongs to as it is shown: also by way of groups in groups, each group once, circles or not.
        rows: `WITH RECURSIVE around(pk, direct) AS (
            SELECT m.group_pk, 1 FROM membership AS m WHERE m.member_user_pk = r.pk
            UNION SELECT m.group_pk, 0 FROM around AS a CROSS JOIN membership AS m ON m.member_group_pk = a.pk)
          SELECT g.id AS value, json_extract(g.body, '$.displayName') AS display,
            CASE max(a.direct) WHEN 1 THEN 'direct' ELSE 'indirect' END AS type
          FROM around AS a CROSS JOIN group_resource AS g ON g.pk = a.pk WHERE g.deleted_at IS NULL GROUP BY g.pk`,
        holders: (placeholder) => ({
          sql: `WITH RECURSIVE within(pk) AS (
              SELECT g.pk FROM group_resource AS g WHERE g.id = ${placeholder} AND g.deleted_at IS NULL
              UNION SELECT m.member_group_pk FROM within AS w CROSS JOIN membership AS m ON m.group_pk = w.pk
                WHERE m.member_group_pk IS NOT NULL)
            SELECT m.member_user_pk FROM within AS w CROSS JOIN membership AS m ON m.group_pk = w.pk
              WHERE m.member_user_pk IS NOT NULL`,
          times: 1,
        }),
      },
    ],
  ]),
  values: 'user_value',
};

export const groupFilterTable: FilterTable = {
  name: 'group_resource',
  columns: new Map(common('Group')),
  links: new Map([
    [
      'members',
      {
        rows: `SELECT u.id AS value, 'User' AS type FROM membership AS m JOIN user_resource AS u ON u.pk = m.member_user_pk
            WHERE m.group_pk = r.pk
          UNION ALL SELECT g.id, 'Group' FROM membership AS m JOIN group_resource AS g ON g.pk = m.member_group_pk
            WHERE m.group_pk = r.pk`,
        holders: (placeholder) => ({
          sql: `SELECT m.group_pk FROM user_resource AS u JOIN membership AS m ON m.member_user_pk = u.pk
              WHERE u.id = ${placeholder}
            UNION ALL SELECT m.group_pk FROM group_resource AS g JOIN membership AS m ON m.member_group_pk = g.pk
              WHERE g.id = ${placeholder}`,
          times: 2,
        }),
      },
    ],
  ]),
  values: null,
};
