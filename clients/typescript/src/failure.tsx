// Failures of mutations: one case for each failure type of the schema.
import type { Refused } from './api';
import { goTo, Notice, placeOf, type FieldError } from './form';
import type { ImportMutation, ReleaseMutation, UpdateMutation } from './gql/graphql';
import { placeInWords, words } from './words';

type Result =
  | ImportMutation['importPhoneNumber']
  | UpdateMutation['updatePhoneNumber']
  | ReleaseMutation['releasePhoneNumber'];
type Success = Extract<Result, { __typename: `${string}Success` }>;
export type Conflict = Extract<Result, { __typename: 'VersionConflict' }>;
/** A failure that is only displayed. A version conflict is handled in conflict.tsx. */
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
          <a href={`#/numbers/${failure.existing.id}`}>Open {failure.existing.number}</a>
          {failure.differs.length > 0 &&
            `. It differs in: ${failure.differs.map(words).join(', ')}.`}
        </p>
      );
    case 'NumberNotFound':
      return <a href="#/">Back to the list</a>;
    case 'IdempotencyConflict':
      return failure.reason === 'IN_PROGRESS' ? (
        <p>Try again in a moment.</p>
      ) : (
        <p>Send it anew.</p>
      );
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

function Mistakes({ errors }: { errors: readonly FieldError[] }) {
  return (
    <ul>
      {errors.map((error) => (
        <li key={error.path.join('.') + error.code}>
          <button type="button" className="link" onClick={() => goTo(error)}>
            {placeInWords(placeOf(error))}
          </button>{' '}
          {error.message}
        </li>
      ))}
    </ul>
  );
}

function Later({ seconds }: { seconds: number | null }) {
  return <p>{seconds ? `Try again in ${seconds} seconds.` : 'Try again later.'}</p>;
}

/** The whole request failed: an invalid token, an exceeded limit, or an unreachable server. */
export function RefusedNotice({ refusal }: { refusal: Refused | null }) {
  if (!refusal) return null;
  return (
    <Notice tone="bad">
      <strong>{refusal.message}</strong>
      {refusal.retryAfterSeconds && <Later seconds={refusal.retryAfterSeconds} />}
    </Notice>
  );
}

/** The warnings of a success. */
export function Warnings({ warnings }: { warnings: readonly { code: string; message: string }[] }) {
  return warnings.map(({ code, message }) => <p key={code}>Note: {message}</p>);
}
