// The same changes of all numbers that match a filter, by a job: a dry run says what would become of each.
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import { useQuery } from 'urql';
import {
  MatchingNumbersDocument,
  StartUpdateDocument,
  type StartUpdateMutation,
} from '../gql/graphql';
import { useAction, useIdempotencyKey } from '../graphql/action';
import { HandlerEditor } from '../handlers/editor';
import { useKinds, type Catalogue } from '../handlers/kinds';
import { Card, Page } from '../layout/page';
import { useFresh } from '../live/live';
import { ConfirmDialog } from '../ui/dialog';
import { FailureNotice, type Failure } from '../ui/failure';
import { ChoiceField, TextField } from '../ui/field';
import { Waiting } from '../ui/loading';
import { RefusalNotice } from '../ui/notice';
import { showErrors } from '../ui/server-errors';
import { counted } from '../words';
import { DryRun } from './dry-run';
import { patchOf, unchanged, type PatchValues } from './patch';
import { filterOf, type Filters } from './search';

const PROTECTED = [
  ['', 'As it is'],
  ['yes', 'Protect them'],
  ['no', 'Do not protect them'],
] as const;
const route = getRouteApi('/numbers/change');
type Values = { patch: PatchValues };
type Result = StartUpdateMutation['startUpdateJob'];

export function ChangeAllPage() {
  const filters = route.useSearch();
  const kinds = useKinds();
  const [{ data, error }, read] = useQuery({
    query: MatchingNumbersDocument,
    variables: { filter: filterOf(filters) },
  });
  useFresh(read);
  return (
    <Page
      title="Change many numbers"
      lead={data && <Which filters={filters} count={data.phoneNumbers.totalCount} />}
    >
      {data && kinds ? (
        <ChangeForm filters={filters} kinds={kinds} count={data.phoneNumbers.totalCount} />
      ) : (
        <Waiting error={error} lines={8} />
      )}
    </Page>
  );
}

type WhichProps = { filters: Filters; count: number };

function Which({ filters, count }: WhichProps) {
  const isAll = Object.keys(filterOf(filters)).length === 0;
  return (
    <>
      {counted(count, 'number')} {isAll ? 'of the project' : 'that match the filters of the list'}.{' '}
      <Link to="/numbers" search={filters}>
        Show them
      </Link>
    </>
  );
}

type FormProps = WhichProps & { kinds: Catalogue };

function ChangeForm({ filters, kinds, count }: FormProps) {
  const form = useForm<Values>({ defaultValues: { patch: unchanged(kinds) } });
  const navigate = route.useNavigate();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [dryRun, setDryRun] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);
  const { run, refusal, isRunning } = useAction(StartUpdateDocument);
  const key = useIdempotencyKey();
  const start = async ({ patch }: Values, isDry: boolean): Promise<Result | null> => {
    const input = { filter: filterOf(filters), patch: patchOf(kinds, patch), dryRun: isDry };
    const data = await run({ input: { ...input, idempotencyKey: key.value() } });
    setAsking(false);
    if (!data) return null;
    key.renew();
    return data.startUpdateJob;
  };
  const submit = async (values: Values, isDry: boolean) => {
    setFailure(null);
    setDryRun(null);
    const result = await start(values, isDry);
    if (result?.__typename === 'ValidationFailed') showErrors(form, result.fieldErrors);
    if (result?.__typename !== 'StartUpdateJobSuccess') return setFailure(result);
    if (isDry) return setDryRun(result.job.id);
    await navigate({ to: '/jobs/$id', params: { id: result.job.id } });
  };
  return (
    <FormProvider {...form}>
      <form
        className="narrow-form"
        onSubmit={form.handleSubmit((values) => submit(values, true))}
        noValidate
      >
        <RefusalNotice refusal={refusal} />
        {failure && <FailureNotice failure={failure} />}
        {dryRun && <DryRun id={dryRun} />}
        <Fields kinds={kinds} />
        <div className="actions bar">
          <button className="button primary" disabled={isRunning}>
            Dry run
          </button>
          <button
            type="button"
            className="button danger"
            disabled={isRunning}
            onClick={() => setAsking(true)}
          >
            Change {counted(count, 'number')}
          </button>
        </div>
        {isAsking && (
          <ConfirmDialog
            title={`Change ${counted(count, 'number')}?`}
            action="Change them"
            isRunning={isRunning}
            onClose={() => setAsking(false)}
            onConfirm={() => void form.handleSubmit((values) => submit(values, false))()}
          >
            <p>A number that somebody else changes before its turn is left alone.</p>
          </ConfirmDialog>
        )}
      </form>
    </FormProvider>
  );
}

function Fields({ kinds }: { kinds: Catalogue }) {
  return (
    <Card>
      <fieldset className="group">
        <legend>Host in the URLs of handlers</legend>
        <div className="settings">
          <TextField
            name="patch.replaceUrlHost.old"
            label="Old host"
            placeholder="old.example.com"
          />
          <TextField
            name="patch.replaceUrlHost.new"
            label="New host"
            placeholder="new.example.com"
          />
        </div>
      </fieldset>
      <TextField name="patch.addTags" label="Tags to add" hint="Separated by spaces" />
      <TextField name="patch.removeTags" label="Tags to remove" hint="Separated by spaces" />
      <ChoiceField name="patch.releaseProtected" label="Release" options={PROTECTED} />
      <HandlerEditor
        name="patch.callHandler"
        legend="Calls"
        kinds={kinds.calls}
        asItIs="As it is"
      />
      <HandlerEditor
        name="patch.messageHandler"
        legend="Messages"
        kinds={kinds.messages}
        asItIs="As it is"
      />
    </Card>
  );
}
