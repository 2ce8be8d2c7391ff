// The address of a number: which of its tabs is shown, and how far its history.
export const TABS = { settings: 'Settings', history: 'History' } as const;
export type Tab = keyof typeof TABS;
export type TabSearch = { tab?: Tab | undefined };

export function tabSearch(search: Record<string, unknown>): TabSearch {
  return search['tab'] === 'history' ? { tab: 'history' } : {};
}
