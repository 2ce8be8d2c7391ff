// The filters of the list. The list follows while people type, and the address holds them.
import { SlidersHorizontal } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import { ChoiceField, TextField } from '../ui/field';
import { words } from '../words';
import { CALL_KINDS, FILTERS, MESSAGE_KINDS, type FilterName, type ListSearch } from './search';

type Values = Record<FilterName | 'sort', string>;
type FilterProps = {
  search: ListSearch;
  /** Typing replaces the entry in the history of the browser, so that back leaves the list. */
  onSearch: (search: ListSearch, isTyping: boolean) => void;
};

const ANSWERED = [
  ['', 'Any'],
  ['answered', 'Answered'],
  ['unanswered', 'Not answered'],
] as const;
const named = (kinds: readonly string[]) =>
  kinds.map((kind) => [kind.toLowerCase(), words(kind)] as const);
const CALLS = [...ANSWERED, ...named(CALL_KINDS)];
const MESSAGES = [...ANSWERED, ...named(MESSAGE_KINDS)];
const TYPES = [
  ['', 'Any'],
  ['longcode', 'Ordinary'],
  ['tollfree', 'Toll-free'],
] as const;
const STATES = [
  ['', 'Any'],
  ['active', 'Active'],
  ['pending', 'Pending'],
  ['failed', 'Failed'],
  ['gone', 'Gone'],
] as const;
const ORDERS = [
  ['', 'Newest first'],
  ['oldest', 'Oldest first'],
  ['changed', 'Last changed'],
  ['number', 'Number'],
  ['name', 'Name'],
] as const;
const PROTECTED = [
  ['', 'Any'],
  ['yes', 'Protected'],
  ['no', 'Not protected'],
] as const;
const MORE = ['country', 'type', 'calls', 'messages', 'state', 'protected'] as const;
const PAUSE = 300; // milliseconds without typing, after which the list follows

export function FilterForm({ search, onSearch }: FilterProps) {
  const form = useForm<Values>({ defaultValues: valuesOf(search) });
  const sent = useRef(valuesOf(search));
  const timer = useRef(0);
  useEffect(() => {
    const values = valuesOf(search);
    if (isSame(values, sent.current)) return; // it is what was typed here
    sent.current = values;
    form.reset(values);
  }, [search, form]);
  const apply = (values: Values, isTyping: boolean) => {
    window.clearTimeout(timer.current);
    if (isTyping && isSame(values, sent.current)) return;
    sent.current = values;
    onSearch(values, isTyping);
  };
  const follow = () => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => apply(form.getValues(), true), PAUSE);
  };
  const used = MORE.filter((name) => search[name]).length;
  return (
    <FormProvider {...form}>
      <form
        role="search"
        className="filters"
        onChange={follow}
        onSubmit={form.handleSubmit((values) => apply(values, false))}
      >
        <div className="twice">
          <TextField
            name="search"
            label="Number or name"
            type="search"
            placeholder="(415) 555 or front desk"
          />
        </div>
        <TextField name="tags" label="Tags" type="search" />
        <ChoiceField name="sort" label="Order" options={ORDERS} />
        <details open={used > 0}>
          <summary className="button">
            <SlidersHorizontal aria-hidden /> Filters {used > 0 && <b>{used}</b>}
          </summary>
          <div className="filters">
            <TextField name="country" label="Country" type="search" placeholder="US" />
            <ChoiceField name="type" label="Type" options={TYPES} />
            <ChoiceField name="calls" label="Calls" options={CALLS} />
            <ChoiceField name="messages" label="Messages" options={MESSAGES} />
            <ChoiceField name="state" label="State" options={STATES} />
            <ChoiceField name="protected" label="Release" options={PROTECTED} />
          </div>
        </details>
        <button className="button primary">Search</button>
      </form>
    </FormProvider>
  );
}

function valuesOf(search: ListSearch): Values {
  const names = [...FILTERS, 'sort'] as const;
  return Object.fromEntries(names.map((name) => [name, search[name] ?? ''])) as Values;
}

function isSame(some: Values, other: Values): boolean {
  return Object.entries(some).every(([name, value]) => other[name as keyof Values] === value);
}
