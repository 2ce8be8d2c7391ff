// Failures of mutations: one case for each failure type of the schema.
import { Link } from '@tanstack/react-router';
import type {
  CheckHandlerMutation,
  CheckNumberMutation,
  StartUpdateMutation,
  RemoveConnectionMutation,
  RefreshConnectionMutation,
  ConnectMutation,
  RetryWebhookMutation,
  TestWebhookMutation,
  RotateWebhookMutation,
  DeleteWebhookMutation,
  UpdateWebhookMutation,
  CreateWebhookMutation,
  StartImportMutation,
  CancelUpdateMutation,
  CancelImportMutation,
  AttachMutation,
  ImportMutation,
  ReleaseMutation,
  UpdateMutation,
} from '../gql/graphql';
import { pathInWords, words } from '../words';
import { Later, Notice } from './notice';
import { fieldOf, type ServerError } from './server-errors';

type Result =
  | CheckHandlerMutation['checkHandler']
  | CheckNumberMutation['checkPhoneNumberHandlers']
  | StartUpdateMutation['startUpdateJob']
  | RemoveConnectionMutation['removeProviderConnection']
  | RefreshConnectionMutation['refreshProviderNumbers']
  | ConnectMutation['connectProvider']
  | RetryWebhookMutation['retryWebhookDeliveries']
  | TestWebhookMutation['sendTestWebhook']
  | RotateWebhookMutation['rotateWebhookSecret']
  | DeleteWebhookMutation['deleteWebhookEndpoint']
  | UpdateWebhookMutation['updateWebhookEndpoint']
  | CreateWebhookMutation['createWebhookEndpoint']
  | StartImportMutation['startImportJob']
  | CancelUpdateMutation['cancelUpdateJob']
  | CancelImportMutation['cancelImportJob']
  | AttachMutation['attachUpstream']
  | ImportMutation['importPhoneNumber']
  | UpdateMutation['updatePhoneNumber']
  | ReleaseMutation['releasePhoneNumber'];
type Success = Extract<Result, { __typename: `${string}Success` }>;
export type Conflict = Extract<Result, { __typename: 'VersionConflict' }>;
/** A failure that is only displayed. A version conflict is handled in numbers/conflict.tsx. */
export type Failure = Exclude<Result, Success | Conflict>;

export function FailureNotice({ failure }: { failure: Failure }) {
  return (
    <Notice tone="bad">
      <strong>{failure.message}</strong>
      <Advice failure={failure} />
    </Notice>
  );
}

function Advice({ failure }: { failure: Failure }) {
  switch (failure.__typename) {
    case 'ValidationFailed':
      return <Mistakes errors={failure.fieldErrors} />;
    case 'NumberTaken':
      return (
        <p>
          <Link to="/numbers/$id" params={{ id: failure.existing.id }}>
            Open {failure.existing.number}
          </Link>
          {failure.differs.length > 0 &&
            ` It differs in: ${failure.differs.map(words).join(', ')}.`}
        </p>
      );
    case 'NumberNotFound':
      return <Link to="/numbers">Back to the list</Link>;
    case 'IdempotencyConflict':
      return <p>{failure.reason === 'IN_PROGRESS' ? 'Try again in a moment.' : 'Send it anew.'}</p>;
    case 'Rejected':
      return failure.retryable ? <Later seconds={failure.retryAfterSeconds} /> : null;
    default:
      return newer(failure);
  }
}

// Exhaustiveness check: a failure type that is added to the schema does not compile here.
// A page that is older than its server shows the message, which every Problem has.
function newer(_: never): null {
  return null;
}

function Mistakes({ errors }: { errors: readonly ServerError[] }) {
  return (
    <ul>
      {errors.map((error) => (
        <li key={error.path.join('.') + error.code}>
          <button type="button" className="link" onClick={() => goTo(error)}>
            {pathInWords(error.path.slice(1))}
          </button>{' '}
          {error.message}
        </li>
      ))}
    </ul>
  );
}

function goTo(error: ServerError): void {
  const name = fieldOf(error);
  if (name) document.getElementsByName(name)[0]?.focus();
}

/** The warnings of a success. */
export function Warnings({ warnings }: { warnings: readonly { code: string; message: string }[] }) {
  return warnings.map(({ code, message }) => <p key={code}>Note: {message}</p>);
}
