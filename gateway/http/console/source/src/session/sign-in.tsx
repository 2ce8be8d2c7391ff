// Sign-in: asks for a token or a JWT, tries it, and keeps it for the tab.
import { KeyRound } from 'lucide-react';
import { useForm, FormProvider } from 'react-hook-form';
import { ViewerDocument } from '../gql/graphql';
import { createClient } from '../graphql/client';
import { refusalOf } from '../graphql/refusal';
import { Brand } from '../layout/brand';
import { useTitle } from '../layout/page';
import { CheckField, TextField } from '../ui/field';
import { Notice } from '../ui/notice';

type Values = { token: string; remember: boolean };
type SignInProps = { expired: boolean; onSignIn: (token: string, remember: boolean) => void };

export function SignIn({ expired, onSignIn }: SignInProps) {
  const form = useForm<Values>({ defaultValues: { token: '', remember: false } });
  useTitle('Sign in');
  const submit = form.handleSubmit(async ({ token, remember }) => {
    const reason = await reasonAgainst(token.trim());
    if (!reason) return onSignIn(token.trim(), remember);
    form.setError('token', { message: reason }, { shouldFocus: true });
  });
  return (
    <main className="sign-in">
      <FormProvider {...form}>
        <form className="card" onSubmit={submit} noValidate>
          <Brand />
          <h1>Sign in</h1>
          {expired && (
            <Notice tone="warn">Your token is not accepted any more. Sign in again.</Notice>
          )}
          <TextField
            name="token"
            label="Token or JWT"
            type="password"
            required="Enter a token."
            hint="numbergate token create prints one; the first start of the server does, too."
          />
          <CheckField name="remember" label="Remember it in this browser" />
          <button className="button primary wide" disabled={form.formState.isSubmitting}>
            <KeyRound aria-hidden /> Sign in
          </button>
        </form>
      </FormProvider>
    </main>
  );
}

/** Why this token cannot be used; null if it can. */
async function reasonAgainst(token: string): Promise<string | null> {
  if (/[^\x21-\x7e]/.test(token)) return 'A token has no spaces and no special characters.';
  const { error } = await createClient(token, () => {}).query(ViewerDocument, {});
  if (!error) return null;
  const { code, message } = refusalOf(error);
  return code === 'FORBIDDEN' ? null : message;
}
