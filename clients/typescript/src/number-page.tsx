// One number: edits its fields and handlers, with optimistic locking by its version.
import { useState, type FormEvent } from 'react';
import { useQuery, useMutation } from './hooks';
import { ConflictNotice } from './conflict';
import { FailureNotice, RefusedNotice, Warnings, type Conflict, type Failure } from './failure';
import { ChoiceField, FieldErrors, Notice, TextField } from './form';
import {
  PhoneNumberDocument,
  ReleaseDocument,
  UpdateDocument,
  type NumberSettingsFragment,
  type UpdateMutation,
} from './gql/graphql';
import { CALL_KINDS, MESSAGE_KINDS } from './handlers';
import { HandlerEditor } from './handler-editor';
import { changesOf, valuesOf, type Values } from './number-values';
import { words } from './words';

const MODES = { VOICE: 'Voice', FAX: 'Fax' };

export function NumberPage({ id }: { id: string }) {
  const { data, refusal } = useQuery(PhoneNumberDocument, { id });
  if (refusal) return <RefusedNotice refusal={refusal} />;
  if (!data) return <p>One moment …</p>;
  if (!data.phoneNumber)
    return (
      <p>
        The project has no such number. <a href="#/">Back to the list</a>
      </p>
    );
  return <NumberForm read={data.phoneNumber} />;
}

type Result = UpdateMutation['updatePhoneNumber'];
type Success = Extract<Result, { __typename: 'UpdatePhoneNumberSuccess' }>;

function NumberForm({ read }: { read: NumberSettingsFragment }) {
  const [base, setBase] = useState(read);
  const [values, setValues] = useState(() => valuesOf(read));
  const [result, setResult] = useState<Result | null>(null);
  const { run, refusal, waiting } = useMutation(UpdateDocument);
  const set = (changed: Partial<Values>) => setValues({ ...values, ...changed });

  const restart = (current: NumberSettingsFragment) => {
    setBase(current);
    setValues(valuesOf(current));
    setResult(null);
  };
  const save = async (expectedVersion: number) => {
    setResult(null);
    const input = { id: base.id, expectedVersion, ...changesOf(valuesOf(base), values) };
    const data = await run({ input });
    if (data?.updatePhoneNumber.__typename === 'UpdatePhoneNumberSuccess')
      restart(data.updatePhoneNumber.phoneNumber);
    if (data) setResult(data.updatePhoneNumber);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save(base.version);
  };
  return (
    <>
      <form onSubmit={submit} noValidate>
        <h1>{base.numberFormatted}</h1>
        <p className="quiet">Version {base.version}</p>
        <RefusedNotice refusal={refusal} />
        {result?.__typename === 'VersionConflict' ? (
          <ConflictNotice
            conflict={result}
            base={base}
            mine={values}
            onReload={restart}
            onOverwrite={save}
          />
        ) : (
          result && <ResultNotice result={result} />
        )}
        <FieldErrors value={result?.__typename === 'ValidationFailed' ? result.fieldErrors : []}>
          <TextField
            place="name"
            label="Name"
            value={values.name}
            onChange={(name) => set({ name })}
          />
          <TextField
            place="tags"
            label="Tags"
            isList
            hint="Separated by spaces"
            value={values.tags}
            onChange={(tags) => set({ tags })}
          />
          <ChoiceField
            place="callReceiveMode"
            label="Calls come in as"
            value={values.callReceiveMode}
            options={MODES}
            onChange={(callReceiveMode) => set({ callReceiveMode })}
          />
          <HandlerEditor
            place="callHandler"
            legend="Calls"
            kinds={CALL_KINDS}
            draft={values.callHandler}
            onChange={(callHandler) => set({ callHandler })}
          />
          <HandlerEditor
            place="messageHandler"
            legend="Messages"
            kinds={MESSAGE_KINDS}
            draft={values.messageHandler}
            onChange={(messageHandler) => set({ messageHandler })}
          />
        </FieldErrors>
        <button disabled={waiting}>Save</button>
      </form>
      <Release number={base} onConflict={setResult} />
    </>
  );
}

function ResultNotice({ result }: { result: Success | Failure }) {
  if (result.__typename !== 'UpdatePhoneNumberSuccess') return <FailureNotice failure={result} />;
  const changed = result.changes.map(({ field }) => words(field));
  return (
    <Notice tone="good">
      <strong>
        {changed.length ? `Saved: ${changed.join(', ')}.` : 'Everything was so already.'}
      </strong>
      <Warnings warnings={result.warnings} />
    </Notice>
  );
}

type ReleaseProps = { number: NumberSettingsFragment; onConflict: (conflict: Conflict) => void };

function Release({ number, onConflict }: ReleaseProps) {
  const [failure, setFailure] = useState<Failure | null>(null);
  const { run, refusal, waiting } = useMutation(ReleaseDocument);
  const release = async () => {
    if (!confirm(`Give ${number.numberFormatted} up?`)) return;
    const data = await run({ input: { id: number.id, expectedVersion: number.version } });
    const result = data?.releasePhoneNumber;
    if (result?.__typename === 'ReleasePhoneNumberSuccess') location.hash = '#/';
    else if (result?.__typename === 'VersionConflict') onConflict(result);
    else setFailure(result ?? null);
  };
  return (
    <section className="release">
      <RefusedNotice refusal={refusal} />
      {failure && <FailureNotice failure={failure} />}
      <button type="button" className="danger" disabled={waiting} onClick={release}>
        Release this number
      </button>
    </section>
  );
}
