// The filters of the list. They are applied by a search, and stay in the address.
import { SlidersHorizontal } from 'lucide-react';
import { FormProvider, useForm } from 'react-hook-form';
import { ChoiceField, TextField } from '../ui/field';
import { FILTERS, type FilterName, type ListSearch } from './search';

type Values = Record<FilterName | 'sort', string>;
type FilterProps = { search: ListSearch; onSearch: (search: ListSearch) => void };

const ANSWERED = [
  ['', 'Any'],
  ['answered', 'Answered'],
  ['unanswered', 'Not answered'],
] as const;
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
const MORE: readonly FilterName[] = ['country', 'type', 'calls', 'messages', 'state'];

export function FilterForm({ search, onSearch }: FilterProps) {
  const form = useForm<Values>({ defaultValues: valuesOf(search) });
  const used = MORE.filter((name) => search[name]).length;
  return (
    <FormProvider {...form}>
      <form role="search" className="filters" onSubmit={form.handleSubmit(onSearch)}>
        <TextField name="number" label="Number" type="search" placeholder="+1415" />
        <TextField name="name" label="Name" type="search" />
        <TextField name="tags" label="Tags" type="search" />
        <ChoiceField name="sort" label="Order" options={ORDERS} />
        <details open={used > 0}>
          <summary className="button">
            <SlidersHorizontal aria-hidden /> Filters {used > 0 && <b>{used}</b>}
          </summary>
          <div className="filters">
            <TextField name="country" label="Country" type="search" placeholder="US" />
            <ChoiceField name="type" label="Type" options={TYPES} />
            <ChoiceField name="calls" label="Calls" options={ANSWERED} />
            <ChoiceField name="messages" label="Messages" options={ANSWERED} />
            <ChoiceField name="state" label="State" options={STATES} />
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
