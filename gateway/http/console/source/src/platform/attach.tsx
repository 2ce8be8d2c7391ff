// Attaches the project to a space of the platform, or replaces the token of the attachment.
import { useState } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import {
  AttachDocument,
  type AttachmentFragment,
  type AttachMutation,
  type AttachUpstreamInput,
} from '../gql/graphql';
import { useAction } from '../graphql/action';
import { Card } from '../layout/page';
import { FailureNotice } from '../ui/failure';
import { TextField } from '../ui/field';
import { Notice, RefusalNotice } from '../ui/notice';
import { showErrors } from '../ui/server-errors';

type Result = AttachMutation['attachUpstream'];
type AttachProps = { title: string; upstream?: AttachmentFragment };

export function AttachForm({ title, upstream }: AttachProps) {
  const { space = '', projectId = '' } = upstream ?? {};
  const form = useForm<AttachUpstreamInput>({
    defaultValues: { space, projectId, apiToken: '' },
  });
  const [result, setResult] = useState<Result | null>(null);
  const { run, refusal, isRunning } = useAction(AttachDocument);
  const submit = async (input: AttachUpstreamInput) => {
    setResult(null);
    const next = (await run({ input }))?.attachUpstream;
    if (!next) return;
    setResult(next);
    if (next.__typename === 'AttachUpstreamSuccess') form.reset({ ...input, apiToken: '' });
    if (next.__typename === 'ValidationFailed') showErrors(form, next.fieldErrors);
  };
  return (
    <Card title={title}>
      <FormProvider {...form}>
        <form onSubmit={form.handleSubmit(submit)} noValidate>
          <RefusalNotice refusal={refusal} />
          {result && <ResultNotice result={result} />}
          <TextField name="space" label="Space" hint="Its host: acme.signalwire.com" />
          <TextField name="projectId" label="Project ID" />
          <TextField
            name="apiToken"
            label="API token"
            type="password"
            hint="With the scope Numbers. It is stored encrypted, and never shown."
          />
          <button className="button primary" disabled={isRunning}>
            {upstream ? 'Replace' : 'Attach'}
          </button>
        </form>
      </FormProvider>
    </Card>
  );
}

function ResultNotice({ result }: { result: Result }) {
  if (result.__typename !== 'AttachUpstreamSuccess') return <FailureNotice failure={result} />;
  return <Notice tone="good">The project is attached to {result.upstream.space}.</Notice>;
}
