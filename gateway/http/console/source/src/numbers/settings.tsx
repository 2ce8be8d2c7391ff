// The settings of a number: edited with optimistic locking by its version.
import { useState } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import { UpdateDocument, type NumberSettingsFragment, type UpdateMutation } from '../gql/graphql';
import { useAction, useIdempotencyKey } from '../graphql/action';
import { HandlerEditor } from '../handlers/editor';
import { useKinds } from '../handlers/kinds';
import { Card } from '../layout/page';
import { FailureNotice, Warnings, type Failure } from '../ui/failure';
import { CheckField, ChoiceField, TextField } from '../ui/field';
import { Loading } from '../ui/loading';
import { Notice, RefusalNotice } from '../ui/notice';
import { showErrors } from '../ui/server-errors';
import { words } from '../words';
import { ConflictNotice } from './conflict';
import { changesOf, valuesOf, type Catalogue, type Values } from './values';

type Result = UpdateMutation['updatePhoneNumber'];
type Success = Extract<Result, { __typename: 'UpdatePhoneNumberSuccess' }>;
const MODES = [
  ['VOICE', 'Voice'],
  ['FAX', 'Fax'],
] as const;

export function SettingsForm({ read }: { read: NumberSettingsFragment }) {
  const kinds = useKinds();
  return kinds ? <Form read={read} kinds={kinds} /> : <Loading lines={8} />;
}

type FormProps = { read: NumberSettingsFragment; kinds: Catalogue };

function Form({ read, kinds }: FormProps) {
  const [base, setBase] = useState(read);
  const [result, setResult] = useState<Result | null>(null);
  const form = useForm<Values>({ defaultValues: valuesOf(kinds, base) });
  const { run, refusal, isRunning } = useAction(UpdateDocument);
  const key = useIdempotencyKey();

  const restart = (current: NumberSettingsFragment, next: Result | null) => {
    setBase(current);
    form.reset(valuesOf(kinds, current));
    setResult(next);
  };
  const save = async (values: Values, expectedVersion: number) => {
    setResult(null);
    const changes = changesOf(kinds, valuesOf(kinds, base), values);
    const data = await run({
      input: { id: base.id, expectedVersion, ...changes, idempotencyKey: key.value() },
    });
    if (!data) return;
    key.renew();
    const { updatePhoneNumber: next } = data;
    if (next.__typename === 'UpdatePhoneNumberSuccess') return restart(next.phoneNumber, next);
    setResult(next);
    if (next.__typename === 'ValidationFailed') showErrors(form, next.fieldErrors);
  };
  return (
    <FormProvider {...form}>
      <form onSubmit={form.handleSubmit((values) => save(values, base.version))} noValidate>
        <RefusalNotice refusal={refusal} />
        {result?.__typename === 'VersionConflict' ? (
          <ConflictNotice
            conflict={result}
            base={base}
            kinds={kinds}
            mine={form.getValues()}
            onReload={(current) => restart(current, null)}
            onOverwrite={(version) => void save(form.getValues(), version)}
          />
        ) : (
          result && <ResultNotice result={result} />
        )}
        <Fields kinds={kinds} />
        <div className="actions bar">
          <button className="button primary" disabled={isRunning}>
            Save
          </button>
          {form.formState.isDirty && (
            <button type="button" className="button" onClick={() => restart(base, null)}>
              Undo changes
            </button>
          )}
        </div>
      </form>
    </FormProvider>
  );
}

function Fields({ kinds }: { kinds: Catalogue }) {
  return (
    <Card>
      <TextField name="name" label="Name" optional />
      <TextField name="tags" label="Tags" optional hint="Separated by spaces" />
      <ChoiceField name="callReceiveMode" label="Calls come in as" options={MODES} />
      <CheckField
        name="releaseProtected"
        label="Protect from release"
        hint="While this is on, the number cannot be released."
      />
      <HandlerEditor name="callHandler" legend="Calls" kinds={kinds.calls} />
      <HandlerEditor name="messageHandler" legend="Messages" kinds={kinds.messages} />
    </Card>
  );
}

function ResultNotice({ result }: { result: Success | Failure }) {
  if (result.__typename !== 'UpdatePhoneNumberSuccess') return <FailureNotice failure={result} />;
  const changed = result.changes.map(({ field }) => words(field));
  const isPending = result.phoneNumber.provisioning?.status === 'PENDING';
  return (
    <Notice tone="good">
      <strong>
        {isPending
          ? 'Sent to the platform, which has not confirmed it yet.'
          : changed.length > 0
            ? `Saved: ${changed.join(', ')}.`
            : 'Everything was so already.'}
      </strong>
      <Warnings warnings={result.warnings} />
    </Notice>
  );
}
