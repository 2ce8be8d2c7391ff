// What is shown instead of a page: it does not exist, or it failed.
import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import { Notice } from '../ui/notice';
import { Page } from './page';

export function Missing() {
  return (
    <Page title="Not found">
      <p>
        There is no such page. <Link to="/">Go to the overview</Link>
      </p>
    </Page>
  );
}

export function Failed({ reset }: ErrorComponentProps) {
  return (
    <Page title="Something went wrong">
      <Notice tone="bad">This page failed. Your numbers are as they were.</Notice>
      <button type="button" className="button" onClick={reset}>
        Try again
      </button>
    </Page>
  );
}
