// Starts an import job with a CSV file: a small one within the request, a large one after it.
import { useNavigate } from '@tanstack/react-router';
import { Upload } from 'lucide-react';
import { useState } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import {
  StartImportDocument,
  type IfExists,
  type StartImportJobInput,
  type StartImportMutation,
} from '../gql/graphql';
import { useAction, useIdempotencyKey } from '../graphql/action';
import { Card } from '../layout/page';
import { send } from '../session/send';
import { FailureNotice, type Failure } from '../ui/failure';
import { CheckField, ChoiceField, FileField } from '../ui/field';
import { Notice, RefusalNotice } from '../ui/notice';

const SMALL = 100_000; // bytes that fit into a request, also when each is escaped
const EXISTING = [
  ['RETURN_EXISTING', 'Leave them as they are'],
  ['FAIL', 'Report them as failed'],
] as const satisfies readonly (readonly [IfExists, string])[];

type Values = { file: FileList | null; dryRun: boolean; ifExists: IfExists };
type Success = Extract<
  StartImportMutation['startImportJob'],
  { __typename: 'StartImportJobSuccess' }
>;

export function UploadForm() {
  const form = useForm<Values>({
    defaultValues: { file: null, dryRun: false, ifExists: 'RETURN_EXISTING' },
  });
  const [failure, setFailure] = useState<Failure | null>(null);
  const [reason, setReason] = useState('');
  const { run, refusal, isRunning } = useAction(StartImportDocument);
  const key = useIdempotencyKey();
  const navigate = useNavigate();
  const submit = async ({ file: files, dryRun, ifExists }: Values) => {
    const file = files?.[0];
    if (!file) return form.setError('file', { message: 'Choose a file.' });
    setFailure(null);
    setReason('');
    const source = await sourceOf(file);
    const data = await run({ input: { source, dryRun, ifExists, idempotencyKey: key.value() } });
    if (!data) return;
    key.renew();
    const { startImportJob: result } = data;
    if (result.__typename !== 'StartImportJobSuccess') return setFailure(result);
    const problem = await deliver(result.job, file);
    if (problem) return setReason(problem);
    await navigate({ to: '/jobs/$id', params: { id: result.job.id } });
  };
  return (
    <Card title="Import a file">
      <RefusalNotice refusal={refusal} />
      {failure && <FailureNotice failure={failure} />}
      {reason && <Notice tone="bad">{reason}</Notice>}
      <FormProvider {...form}>
        <form onSubmit={form.handleSubmit(submit)} noValidate>
          <FileField
            name="file"
            label="CSV file"
            accept=".csv,text/csv"
            hint="Its first line names the columns, such as number, number_type, name, tags."
          />
          <ChoiceField name="ifExists" label="Numbers that are here already" options={EXISTING} />
          <CheckField name="dryRun" label="Dry run" hint="Checks every row, and writes nothing." />
          <button className="button primary" disabled={isRunning || form.formState.isSubmitting}>
            <Upload aria-hidden /> Start
          </button>
        </form>
      </FormProvider>
    </Card>
  );
}

async function sourceOf(file: File): Promise<StartImportJobInput['source']> {
  if (file.size <= SMALL) return { csv: await file.text() };
  return { upload: { bytes: file.size } };
}

/** Send the file if the job waits for it. Returns what went wrong. */
async function deliver({ uploadPath }: Success['job'], file: File): Promise<string | null> {
  return uploadPath ? send(uploadPath, file) : null;
}
