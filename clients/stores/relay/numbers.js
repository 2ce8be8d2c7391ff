// The documents of relay.mjs, which relay-compiler reads and the program imports in compiled form.
import { graphql } from 'relay-runtime';

graphql`
  query numbersListQuery($after: String) {
    phoneNumbers(first: 2, after: $after, orderBy: { field: NUMBER, direction: ASC })
      @connection(key: "numbersListQuery_phoneNumbers", filters: ["orderBy"]) {
      __id
      edges {
        node {
          id
          number
          name
        }
      }
    }
  }
`;
graphql`
  mutation numbersImportMutation($input: ImportPhoneNumberInput!) {
    importPhoneNumber(input: $input) {
      ... on ImportPhoneNumberSuccess {
        phoneNumber {
          id
          number
          name
        }
      }
      ... on Problem {
        code
        message
      }
    }
  }
`;
graphql`
  mutation numbersRenameMutation($input: UpdatePhoneNumberInput!) {
    updatePhoneNumber(input: $input) {
      ... on UpdatePhoneNumberSuccess {
        phoneNumber {
          id
          name
        }
      }
      ... on Problem {
        code
        message
      }
    }
  }
`;
graphql`
  mutation numbersReleaseMutation($input: ReleasePhoneNumberInput!, $lists: [ID!]!) {
    releasePhoneNumber(input: $input) {
      ... on ReleasePhoneNumberSuccess {
        releasedId @deleteEdge(connections: $lists) @deleteRecord
      }
      ... on NumberNotFound {
        phoneNumberId
      }
      ... on Problem {
        code
        message
      }
    }
  }
`;
