// What a first visit finds: the product in three operations, each in a tab of its own.
import importNumber from './operations/import.graphql?raw';
import numbers from './operations/numbers.graphql?raw';
import configure from './operations/configure.graphql?raw';

export const tabs = [importNumber, numbers, configure].map((query) => ({ query }));
