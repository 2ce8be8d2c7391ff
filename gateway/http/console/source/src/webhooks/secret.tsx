// A secret that is shown once.
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Notice } from '../ui/notice';

export function SecretNotice({ secret }: { secret: string }) {
  const [isCopied, setCopied] = useState(false);
  const Icon = isCopied ? Check : Copy;
  const copy = async () => {
    await navigator.clipboard.writeText(secret);
    setCopied(true);
  };
  return (
    <Notice tone="warn">
      <strong>The secret that signs its messages is shown this once. Store it now.</strong>
      <p className="row">
        <code>{secret}</code>
        {'clipboard' in navigator && (
          <button type="button" className="button small" onClick={() => void copy()}>
            <Icon aria-hidden /> {isCopied ? 'Copied' : 'Copy'}
          </button>
        )}
      </p>
    </Notice>
  );
}
