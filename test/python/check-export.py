"""Reads exported programs, one JSON string a line, and prints for each what is in it that the exporter does not write: [] or texts."""
import ast
import json
import re
import sys

offered = set(sys.argv[1].split(','))
own = {'begin', 'end', 'turn', 'all_done', 'threading', 'time', 'repr', 'Exception', 'error', 'begun', 'returned', 'print'}


def is_call_of(node, *names):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and ast.unparse(node.value.func) in names


def complaints_of(program):
    try:
        tree = ast.parse(program)
        compile(program, 'export', 'exec')
    except (SyntaxError, ValueError) as error:
        return [f'{type(error).__name__}: {error}: {getattr(error, "text", "")}']
    found = []
    bound = set()

    def check_try(node):
        for statement in node.body:
            if isinstance(statement, ast.Assign):
                for target in statement.targets:
                    for name in target.elts if isinstance(target, ast.Tuple) else [target]:
                        bound.add(name.id)
            elif not isinstance(statement, ast.Expr):
                found.append(ast.unparse(statement))
        for statement in [*node.finalbody, *(one for handler in node.handlers for one in handler.body)]:
            if not is_call_of(statement, 'end'):
                found.append(ast.unparse(statement))

    def check_body(body, depth):
        for statement in body:
            if isinstance(statement, ast.FunctionDef) and depth == 0:
                check_body(statement.body, 1)
            elif isinstance(statement, ast.Try):
                check_try(statement)
            elif isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant):
                bound.update(target.id for target in statement.targets)
            elif not isinstance(statement, (ast.Global, ast.Nonlocal, ast.Return)) and not is_call_of(
                statement, 'begin', 'time.sleep', 'all_done.wait', 'threading.Thread(target=thread_2, daemon=True).start',
                'threading.Thread(target=thread_3, daemon=True).start'
            ):
                found.append(ast.unparse(statement))

    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef) and '_program' in node.name]
    for function in functions:
        check_body(function.body, 0)
    threads = {f'thread_{number}' for number in (2, 3)}
    for function in functions:
        for node in ast.walk(function):
            # A variable may be without a value, as where the call that gave it one is left out.
            is_variable = isinstance(node, ast.Name) and re.fullmatch(r'(.*_program_)?(s|conn|addr|port)\d*', node.id)
            if isinstance(node, ast.Name) and not is_variable and node.id not in own | offered | bound | threads:
                found.append(f'the name {node.id}')
    # At the top there is what does not depend on the log, and one line that starts each program.
    for node in tree.body:
        text = ast.unparse(node)
        if 'attack' in text and node not in functions:
            found.append(text)
    if len({function.name for function in functions}) != len(functions):
        found.append('two functions of one name')
    return found


for line in sys.stdin:
    print(json.dumps(complaints_of(json.loads(line))))
