import type { Dialect } from '../../../shared/model/source.ts';

/** One field of an identity provider's form, by the very label that it has there. */
export interface FormField {
  readonly label: string;
  /** What goes in: one of the two values of this source, or what the text says. */
  readonly value: 'base URL' | 'token' | { readonly text: string };
  readonly note?: string;
}

/** What connecting takes at one identity provider, in its own words. */
export interface IdpForm {
  /** Who may do it there, and what it costs there; said before anything is pasted. */
  readonly rights: string;
  readonly licence: string;
  /** The way to the form, click by click. */
  readonly way: readonly string[];
  readonly fields: readonly FormField[];
  /** What to do there after the fields are filled. */
  readonly afterwards: readonly string[];
  /** When its requests arrive, and how to have them sooner. */
  readonly pace: string;
  /** Where its vendor describes it; null where there is no page that says as much. */
  readonly documentation: string | null;
}

/** The forms as their vendors describe them; labels are exact, so that they are found on the screen. */
export const idpForms: Record<Dialect, IdpForm> = {
  entra: {
    rights: 'An account with the role Application Administrator or Cloud Application Administrator.',
    licence:
      'Single people can be assigned with any edition. Assigning groups takes Entra ID P1 or P2, and people in groups inside a group are left out.',
    way: [
      'Enterprise applications',
      'New application',
      'Create your own application',
      'Integrate any other application you don’t find in the gallery (Non-gallery)',
      'Provisioning',
      'Connectivity (in older portals: Provisioning Mode Automatic, Admin Credentials)',
    ],
    fields: [
      { label: 'Tenant URL', value: 'base URL' },
      { label: 'Secret Token', value: 'token', note: 'An empty Secret Token makes Entra send tokens of its own.' },
    ],
    afterwards: [
      'Press Test Connection, then Save.',
      'Under Users and groups, assign one test person and one group.',
      'Set Provisioning Status to On.',
    ],
    pace: 'Entra sends what changed about every 40 minutes. Provision on demand sends one person at once.',
    documentation: 'https://learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups',
  },
  okta: {
    rights: 'An administrator who may create app integrations and assign people to them.',
    licence: 'Provisioning to an app of your own takes Okta Lifecycle Management.',
    way: [
      'Applications',
      'Create App Integration',
      'SAML 2.0 or SWA (a classic OIDC app cannot provision)',
      'General',
      'App Settings: Edit',
      'Provisioning: SCIM, Save',
      'Provisioning',
      'Integration: Edit',
    ],
    fields: [
      { label: 'SCIM connector base URL', value: 'base URL' },
      { label: 'Unique identifier field for users', value: { text: 'userName' } },
      {
        label: 'Supported provisioning actions',
        value: {
          text: 'Import New Users and Profile Updates, Push New Users, Push Profile Updates, Push Groups',
        },
      },
      { label: 'Authentication Mode', value: { text: 'HTTP Header' } },
      { label: 'Authorization', value: 'token', note: 'Okta writes Bearer before it: paste the token alone.' },
    ],
    afterwards: [
      'Press Test Connector Configuration, then Save.',
      'Under Provisioning, To App, enable Create Users, Update User Attributes and Deactivate Users.',
      'Under Assignments, assign one test person; under Push Groups, push one group.',
    ],
    pace: 'Okta sends each change at once.',
    documentation: 'https://help.okta.com/oie/en-us/content/topics/apps/apps_app_integration_wizard_scim.htm',
  },
  jumpcloud: {
    rights: 'An administrator who may manage SSO applications and user groups.',
    licence: 'A plan that includes SSO applications with identity management.',
    way: [
      'SSO Applications',
      'Add New Application',
      'Custom Application',
      'Export users to this app (Identity Management)',
      'Identity Management',
    ],
    fields: [
      { label: 'SCIM Version', value: { text: 'SCIM 2.0' } },
      { label: 'Base URL', value: 'base URL' },
      { label: 'Token Key', value: 'token' },
      { label: 'Test User Email', value: { text: 'an address that nobody has' } },
    ],
    afterwards: [
      'Press Test Connection, then Activate, then Save.',
      'Under User Groups, choose one group with a test person in it.',
    ],
    pace: 'JumpCloud sends each change within minutes. Its test makes a real person and a real group, and deletes both.',
    documentation:
      'https://jumpcloud.com/support/provision-and-manage-users-and-groups-in-apps-using-custom-scim-identity-management-integration',
  },
  onelogin: {
    rights: 'An account owner or administrator who may add apps.',
    licence: 'A plan that includes provisioning.',
    way: ['Applications', 'Add App', 'SCIM Provisioner with SAML (SCIM v2 Enterprise)', 'Configuration'],
    fields: [
      { label: 'SCIM Base URL', value: 'base URL' },
      { label: 'SCIM Bearer Token', value: 'token' },
      {
        label: 'SCIM JSON Template',
        value: { text: 'as it is, with the two schemas that begin with urn:ietf:params:scim:schemas' },
      },
    ],
    afterwards: [
      'Enable the API Connection, then Save.',
      'Under Provisioning, tick Enable provisioning, and untick the approvals for Create, Delete and Update.',
      'Under Access, choose a role with a test person in it.',
    ],
    pace: 'OneLogin sends each change at once, unless it waits for an approval there.',
    documentation: 'https://developers.onelogin.com/scim/create-app',
  },
  google: {
    rights: 'A super administrator of the Google Workspace.',
    licence:
      'Google offers this for the apps that it lists as able to. When an app’s page has no section Autoprovisioning, it cannot be connected this way.',
    way: ['Apps', 'Web and mobile apps', 'the app', 'Autoprovisioning', 'Configure autoprovisioning'],
    fields: [
      { label: 'Access token', value: 'token' },
      { label: 'Endpoint URL', value: 'base URL' },
    ],
    afterwards: [
      'Go through the attributes: every required one needs a Google attribute.',
      'Limit the scope to a group with a test person in it.',
      'Choose under Deprovisioning what is sent for people who leave, then turn Autoprovisioning on.',
    ],
    pace: 'Google sends changes within minutes, and may take up to 24 hours.',
    documentation: null,
  },
  ping: {
    rights: 'An administrator of the environment who may manage integrations.',
    licence: 'A PingOne plan that includes outbound provisioning.',
    way: ['Integrations', 'Provisioning', '+ New connection', 'Identity Store: Select', 'SCIM Outbound'],
    fields: [
      { label: 'SCIM Base URL', value: 'base URL' },
      { label: 'Users Resource', value: { text: '/Users' } },
      { label: 'SCIM Version', value: { text: '2.0' } },
      { label: 'Groups Resource', value: { text: '/Groups' } },
      { label: 'Authentication Method', value: { text: 'OAuth 2 Bearer Token' } },
      { label: 'OAuth Access Token', value: 'token' },
      { label: 'Auth Type Header', value: { text: 'Bearer' } },
    ],
    afterwards: [
      'Press Test connection, then save and enable the connection.',
      'Add a rule that uses this connection, with a User Filter that finds one test person; enable the rule.',
    ],
    pace: 'PingOne sends each change at once.',
    documentation: null,
  },
  authentik: {
    rights: 'An administrator of authentik.',
    licence: 'None: a static token is in every edition.',
    way: ['Admin interface', 'Applications', 'Providers', 'Create', 'SCIM Provider'],
    fields: [
      { label: 'URL', value: 'base URL' },
      { label: 'Token', value: 'token' },
    ],
    afterwards: [
      'Edit the application and add the provider under Backchannel Providers.',
      'Limit it to a group with a test person in it, as long as you try it.',
    ],
    pace: 'authentik sends each change at once, and everything again from time to time.',
    documentation: 'https://docs.goauthentik.io/add-secure-apps/providers/scim/create-scim-provider/',
  },
  generic: {
    rights: 'An account there that may set up provisioning.',
    licence: 'Whatever it asks for provisioning by SCIM 2.0.',
    way: ['Its form for provisioning by SCIM 2.0'],
    fields: [
      { label: 'Base URL', value: 'base URL', note: 'It puts /Users and /Groups behind it by itself.' },
      { label: 'Bearer token', value: 'token', note: 'Sent as: Authorization: Bearer and the token.' },
    ],
    afterwards: ['Test the connection, when it can.', 'Assign one test person and one group.'],
    pace: 'When it sends its changes is up to it.',
    documentation: null,
  },
};
