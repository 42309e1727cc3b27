import type { Mapping, Rule, SqliteTarget } from '../../../shared/model/app.ts';
import { type Company, departments, type Person } from './company.ts';

/** One of the sandbox's apps: what it is, how it is set up, and what the company means it to hold. */
export interface AppPlan {
  readonly name: string;
  /** Of the ready-made database among the resources, and of its copy in the world's folder. */
  readonly file: string;
  target(file: string): SqliteTarget;
  readonly mappings: readonly Mapping[];
  /** Rules that need no group: these hold from the first imported user on. */
  readonly rules: readonly NewRule[];
  /** Rules for the members of a group, by the group's name. */
  readonly groupRules: readonly { readonly group: string; readonly name: string; readonly role: string }[];
  /** The roles that somebody has there, as the company means it and sorted: none for who is not to use the app. */
  roles(company: Company, person: Person): readonly string[];
}

export type NewRule = Omit<Rule, 'id'>;

/** A condition that holds for everybody of these departments. */
export const anyOf = (...names: readonly string[]): string =>
  names.map((name) => `user.department == ${JSON.stringify(name)}`).join(' || ');

/** A condition that holds for everybody. */
export const everyDepartment = anyOf(...departments);
