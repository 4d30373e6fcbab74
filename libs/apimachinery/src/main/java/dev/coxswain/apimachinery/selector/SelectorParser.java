package dev.coxswain.apimachinery.selector;

import dev.coxswain.apimachinery.status.FieldErrors;
import dev.coxswain.apimachinery.status.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// Reads `a=b,c in (d,e),!f` from left to right, one requirement at a time.
final class SelectorParser {
  private static final String OPERATORS = "in, notin, =, ==, !=, gt, lt";

  private final List<Token> tokens;
  private int position;

  SelectorParser(String selector) {
    tokens = Token.scan(selector);
  }

  List<Requirement> parse() {
    var requirements = new ArrayList<Requirement>();
    while (peek() != Token.Type.END) {
      if (peek() != Token.Type.IDENTIFIER && peek() != Token.Type.NOT) {
        throw found(text(), ", expected: !, identifier, or 'end of string'");
      }
      requirements.add(requirement());
      var next = text();
      switch (consume()) {
        case END -> {
          return requirements;
        }
        case COMMA -> {
          if (peek() != Token.Type.IDENTIFIER && peek() != Token.Type.NOT) {
            throw found(text(), ", expected: identifier after ','");
          }
        }
        default -> throw found(next, ", expected: ',' or 'end of string'");
      }
    }
    return requirements;
  }

  private Requirement requirement() {
    try {
      return key();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("unable to parse requirement: " + e.getMessage(), e);
    }
  }

  private Requirement key() {
    var negated = peek() == Token.Type.NOT;
    if (negated) {
      position++;
    }
    var key = text();
    if (consume() != Token.Type.IDENTIFIER) {
      throw found(key, ", expected: identifier");
    }
    var errors = Requirement.keyErrors(FieldPath.none(), key);
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(FieldErrors.text(errors));
    }
    if (negated) {
      return Requirement.checked(key, Operator.DOES_NOT_EXIST, new TreeSet<>());
    }
    if (peek() == Token.Type.END || peek() == Token.Type.COMMA) {
      return Requirement.checked(key, Operator.EXISTS, new TreeSet<>());
    }
    var operator = operator();
    return switch (operator) {
      case IN, NOT_IN -> Requirement.checked(key, operator, values());
      default -> Requirement.checked(key, operator, exactValue());
    };
  }

  private Operator operator() {
    var token = tokens.get(position++);
    return switch (token.type()) {
      case IN -> Operator.IN;
      case NOT_IN -> Operator.NOT_IN;
      case EQUALS -> Operator.EQUALS;
      case DOUBLE_EQUALS -> Operator.DOUBLE_EQUALS;
      case NOT_EQUALS -> Operator.NOT_EQUALS;
      case GREATER -> Operator.GREATER_THAN;
      case LESS -> Operator.LESS_THAN;
      case IDENTIFIER, OPEN, CLOSE, COMMA, NOT, END ->
          throw found(token.text(), ", expected: " + OPERATORS);
    };
  }

  private SortedSet<String> values() {
    var open = text();
    if (consume() != Token.Type.OPEN) {
      throw found(open, " expected: '('");
    }
    return switch (peek()) {
      case CLOSE -> {
        position++;
        yield new TreeSet<>();
      }
      case IDENTIFIER, COMMA -> listedValues();
      default -> throw found(text(), ", expected: ',', ')' or identifier");
    };
  }

  /// What stands between the parentheses. Nothing beside a comma is the empty value.
  private SortedSet<String> listedValues() {
    var values = new TreeSet<String>();
    while (true) {
      var text = text();
      switch (consume()) {
        case IDENTIFIER -> {
          values.add(text);
          if (peek() == Token.Type.CLOSE) {
            position++;
            return values;
          }
          if (peek() != Token.Type.COMMA) {
            throw found(text(), ", expected: ',' or ')'");
          }
        }
        case COMMA -> {
          if (values.isEmpty()) {
            values.add("");
          }
          if (peek() == Token.Type.CLOSE) {
            values.add("");
            position++;
            return values;
          }
          if (peek() == Token.Type.COMMA) {
            position++;
            values.add("");
          }
        }
        default -> throw found(text, ", expected: ',', or identifier");
      }
    }
  }

  private SortedSet<String> exactValue() {
    var value = new TreeSet<String>();
    if (peek() == Token.Type.END || peek() == Token.Type.COMMA) {
      value.add("");
      return value;
    }
    var text = text();
    if (consume() != Token.Type.IDENTIFIER) {
      throw found(text, ", expected: identifier");
    }
    value.add(text);
    return value;
  }

  /// The keywords are words like any other unless an operator is wanted.
  private Token.Type peek() {
    return switch (tokens.get(position).type()) {
      case IN, NOT_IN -> Token.Type.IDENTIFIER;
      case Token.Type other -> other;
    };
  }

  private Token.Type consume() {
    var type = peek();
    if (type != Token.Type.END) {
      position++;
    }
    return type;
  }

  private String text() {
    return tokens.get(position).text();
  }

  private static IllegalArgumentException found(String text, String expected) {
    return new IllegalArgumentException("found '" + text + "'" + expected);
  }
}
