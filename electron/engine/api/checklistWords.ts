import type { Dialect } from '../../../shared/model/source.ts';

/** What an admin presses at their identity provider, in its own words. */
export interface DialectWords {
  /** Where the base URL and the token go. */
  readonly connection: string;
  readonly test: string;
  readonly user: string;
  readonly group: string;
  readonly deactivate: string;
}

export const dialectWords: Readonly<Record<Dialect, DialectWords>> = {
  entra: {
    connection: 'Provisioning > Connectivity: “Tenant URL” and “Secret Token”',
    test: 'Press “Test connection”.',
    user: 'Assign a user under “Users and groups”, then use “Provision on demand” or start provisioning.',
    group: 'Assign a group under “Users and groups”; its members come with it.',
    deactivate: 'Take the assignment of a test user away, or block their sign-in, and let it be provisioned.',
  },
  okta: {
    connection: 'Provisioning > Integration: “SCIM connector base URL” and “API Token” or “HTTP Header”',
    test: 'Press “Test Connector Configuration” (“Test API Credentials” in some apps).',
    user: 'Switch on “Create Users” under “To App”, then assign a person under “Assignments”.',
    group: 'Push a group under “Push Groups”.',
    deactivate: 'Switch on “Deactivate Users” under “To App”, then take the assignment of a test user away.',
  },
  onelogin: {
    connection: 'Configuration: “SCIM Base URL” and “SCIM Bearer Token”',
    test: 'Press “Enable” beside “API Connection”.',
    user: 'Switch on provisioning and give a user access to the app; approve what waits under “Users”.',
    group: 'Map a role or group under “Rules” to the app’s groups.',
    deactivate: 'Take the app from a test user, with “Delete” set to “Suspend” under “Provisioning”.',
  },
  jumpcloud: {
    connection: 'Identity Management: “Base URL” and “Token Key”',
    test: 'Press “Test Connection”; JumpCloud makes a user and a group for it and takes them away again.',
    user: 'Bind a user group that holds a test user to the app under “User Groups”.',
    group: 'Switch on “Enable management of User Groups and Group Membership”, then bind a group.',
    deactivate: 'Take a test user out of the bound group, or suspend them.',
  },
  google: {
    connection: 'Autoprovisioning: “Endpoint URL” and “Access token”',
    test: 'Finish the set-up of autoprovisioning; Google asks at once.',
    user: 'Switch the app on for an organisational unit that holds a test user.',
    group: 'Choose groups under “Group provisioning”.',
    deactivate: 'Switch the app off for a test user, or suspend them; the waiting time is set under “Deprovisioning”.',
  },
  ping: {
    connection: 'Connection: “SCIM BASE URL” and “Oauth Access Token”',
    test: 'Press “Test Connection”.',
    user: 'Switch the connection and a rule on that matches a test user.',
    group: 'Add a group under “Group Provisioning” of the rule.',
    deactivate: 'Disable a test user, or take them out of the rule’s population.',
  },
  authentik: {
    connection: 'Provider: “URL” and “Token”',
    test: 'Press “Run sync again” on the provider.',
    user: 'Give the provider to an application that a test user may see, then synchronise.',
    group: 'Bind a group to the application; authentik sends it with its members.',
    deactivate: 'Deactivate a test user under “Directory > Users”.',
  },
  generic: {
    connection: 'the fields for the base URL and the bearer token',
    test: 'Let it test the connection, or ask for /Users once.',
    user: 'Let it create a test user.',
    group: 'Let it create a group.',
    deactivate: 'Set a test user to inactive (`active: false`), or delete them.',
  },
};
