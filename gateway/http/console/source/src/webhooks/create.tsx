// Creates a webhook endpoint, and shows its secret once.
import { useState } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import { TYPES } from '../activity/search';
import {
  CreateWebhookDocument,
  type CreateWebhookMutation,
  type PhoneNumberEventType,
} from '../gql/graphql';
import { useAction } from '../graphql/action';
import { Card } from '../layout/page';
import { FailureNotice } from '../ui/failure';
import { ChecksField, TextField } from '../ui/field';
import { RefusalNotice } from '../ui/notice';
import { showErrors } from '../ui/server-errors';
import { SecretNotice } from './secret';

type Values = { url: string; types: PhoneNumberEventType[] };
type Result = CreateWebhookMutation['createWebhookEndpoint'];

export function CreateForm() {
  const form = useForm<Values>({ defaultValues: { url: '', types: [] } });
  const [result, setResult] = useState<Result | null>(null);
  const { run, refusal, isRunning } = useAction(CreateWebhookDocument);
  const submit = async ({ url, types }: Values) => {
    setResult(null);
    const data = await run({ input: { url, ...(types.length > 0 && { types }) } });
    if (!data) return;
    const { createWebhookEndpoint: next } = data;
    setResult(next);
    if (next.__typename === 'CreateWebhookEndpointSuccess') form.reset();
    if (next.__typename === 'ValidationFailed') showErrors(form, next.fieldErrors);
  };
  return (
    <Card title="Add an endpoint">
      <RefusalNotice refusal={refusal} />
      {result && <ResultNotice result={result} />}
      <FormProvider {...form}>
        <form className="narrow-form" onSubmit={form.handleSubmit(submit)} noValidate>
          <TextField
            name="url"
            label="URL"
            type="url"
            placeholder="https://example.com/events"
            hint="It receives a signed POST for each event, and answers with 2xx."
          />
          <TypesField />
          <button className="button primary" disabled={isRunning}>
            Add
          </button>
        </form>
      </FormProvider>
    </Card>
  );
}

export function TypesField() {
  return <ChecksField name="types" label="Events (none: all)" options={Object.entries(TYPES)} />;
}

function ResultNotice({ result }: { result: Result }) {
  if (result.__typename !== 'CreateWebhookEndpointSuccess')
    return <FailureNotice failure={result} />;
  return <SecretNotice secret={result.secret} />;
}
