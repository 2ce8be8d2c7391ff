// The documents of the programs, as text.
const FAILURE = '... on Problem { code message }';

export const LIST = `
  query List($after: String) {
    phoneNumbers(first: 2, after: $after, orderBy: { field: NUMBER, direction: ASC }) {
      edges { cursor node { id number name } }
      pageInfo { hasNextPage endCursor hasPreviousPage startCursor }
    }
  }`;
export const IMPORT = `
  mutation Import($input: ImportPhoneNumberInput!) {
    importPhoneNumber(input: $input) {
      ... on ImportPhoneNumberSuccess { phoneNumber { id number name } }
      ${FAILURE}
    }
  }`;
export const RENAME = `
  mutation Rename($input: UpdatePhoneNumberInput!) {
    updatePhoneNumber(input: $input) {
      ... on UpdatePhoneNumberSuccess {
        phoneNumber { id name callHandler { ... on RelayTopicCallHandler { topic } } }
        changes { field before after }
      }
      ${FAILURE}
    }
  }`;
export const RELEASE = `
  mutation Release($input: ReleasePhoneNumberInput!) {
    releasePhoneNumber(input: $input) {
      ... on ReleasePhoneNumberSuccess { releasedId number }
      ... on NumberNotFound { phoneNumberId }
      ${FAILURE}
    }
  }`;
