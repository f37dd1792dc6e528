import { Kind, parse, type ValueNode } from 'graphql';

/** One root field of a GraphQL operation, with its arguments as plain values. */
export interface GraphqlField {
	readonly operation: 'query' | 'mutation' | 'subscription';
	readonly name: string;
	readonly arguments: Readonly<Record<string, unknown>>;
}

/** The root fields of every operation in a document; empty for a text that is not GraphQL. At most 100,000 characters. */
export function readGraphql(document: string, variables: unknown): GraphqlField[] {
	if (document.length > 100_000) return [];
	try {
		const { definitions } = parse(document, { noLocation: true, maxTokens: 20_000 });
		return definitions.flatMap((definition) =>
			definition.kind !== Kind.OPERATION_DEFINITION
				? []
				: definition.selectionSet.selections.flatMap((selection) =>
						selection.kind !== Kind.FIELD
							? []
							: [
									{
										operation: definition.operation,
										name: selection.name.value,
										arguments: Object.fromEntries(
											(selection.arguments ?? []).map((argument) => [
												argument.name.value,
												plainValue(argument.value, variables),
											]),
										),
									},
								],
					),
		);
	} catch {
		return [];
	}
}

function plainValue(node: ValueNode, variables: unknown): unknown {
	switch (node.kind) {
		case Kind.VARIABLE:
			return variables !== null && typeof variables === 'object'
				? ((variables as Record<string, unknown>)[node.name.value] ?? `$${node.name.value}`)
				: `$${node.name.value}`;
		case Kind.LIST:
			return node.values.map((value) => plainValue(value, variables));
		case Kind.OBJECT:
			return Object.fromEntries(
				node.fields.map((field) => [field.name.value, plainValue(field.value, variables)]),
			);
		case Kind.NULL:
			return null;
		case Kind.INT:
		case Kind.FLOAT:
		case Kind.STRING:
		case Kind.ENUM:
		case Kind.BOOLEAN:
			return node.value;
		default:
			return node satisfies never;
	}
}
