// The tabs of a first visit: three operations that show the main features.
import importNumber from './operations/import.graphql?raw';
import numbers from './operations/numbers.graphql?raw';
import configure from './operations/configure.graphql?raw';

export const tabs = [importNumber, numbers, configure].map((query) => ({ query }));
