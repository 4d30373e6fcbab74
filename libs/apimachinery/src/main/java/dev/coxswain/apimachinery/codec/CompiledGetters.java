package dev.coxswain.apimachinery.codec;

import static java.lang.invoke.MethodType.methodType;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/// Makes [Getters] that call a generated class's own methods, as if each call stood in the source:
/// several times as fast as through the descriptor, but every getter is a small class to spin.
final class CompiledGetters {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private final Class<?> type;
  private final FieldDescriptor field;
  private final String name;

  private CompiledGetters(Class<?> type, FieldDescriptor field) {
    this.type = type;
    this.field = field;
    this.name = javaName(field.getName());
  }

  /// @param type a generated class
  /// @throws IllegalStateException if the class has no such getters
  static Getters of(Class<? extends Message> type, FieldDescriptor field) {
    try {
      return new CompiledGetters(type, field).make();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("wants getters of " + field.getFullName(), e);
    }
  }

  private Getters make() throws ReflectiveOperationException {
    var slow = Getters.reflective(field);
    if (field.isMapField()) {
      var map = function("get" + name + "Map");
      return new Getters(
          slow.isSet(),
          slow.value(),
          message -> ((Map<?, ?>) map.apply(message)).size(),
          slow.element(),
          message -> ((Map<?, ?>) map.apply(message)).entrySet());
    }
    if (field.isRepeated()) {
      return new Getters(
          slow.isSet(), slow.value(), count("get" + name + "Count"), element(), slow.entries());
    }
    return new Getters(
        field.hasPresence() ? predicate("has" + name) : slow.isSet(),
        function("get" + name),
        slow.size(),
        slow.element(),
        slow.entries());
  }

  @SuppressWarnings("unchecked")
  private Function<Message, Object> function(String method) throws ReflectiveOperationException {
    return (Function<Message, Object>)
        lambda(
            Function.class,
            "apply",
            methodType(Object.class, Object.class),
            method(method),
            methodType(Object.class, type));
  }

  @SuppressWarnings("unchecked")
  private Predicate<Message> predicate(String method) throws ReflectiveOperationException {
    return (Predicate<Message>)
        lambda(
            Predicate.class,
            "test",
            methodType(boolean.class, Object.class),
            method(method),
            methodType(boolean.class, type));
  }

  @SuppressWarnings("unchecked")
  private ToIntFunction<Message> count(String method) throws ReflectiveOperationException {
    return (ToIntFunction<Message>)
        lambda(
            ToIntFunction.class,
            "applyAsInt",
            methodType(int.class, Object.class),
            method(method),
            methodType(int.class, type));
  }

  private Getters.Element element() throws ReflectiveOperationException {
    return (Getters.Element)
        lambda(
            Getters.Element.class,
            "at",
            methodType(Object.class, Message.class, int.class),
            method("get" + name, int.class),
            methodType(Object.class, type, int.class));
  }

  private MethodHandle method(String name, Class<?>... parameters)
      throws ReflectiveOperationException {
    return LOOKUP.unreflect(type.getMethod(name, parameters));
  }

  private static Object lambda(
      Class<?> shape, String method, MethodType erased, MethodHandle target, MethodType exact)
      throws ReflectiveOperationException {
    try {
      return LambdaMetafactory.metafactory(LOOKUP, method, methodType(shape), erased, target, exact)
          .getTarget()
          .invoke();
    } catch (ReflectiveOperationException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new ReflectiveOperationException("cannot make " + method + " of " + target, e);
    }
  }

  /// As the generator names it: the first letter is a capital one, and so is what follows a digit
  /// or an underscore.
  private static String javaName(String name) {
    var java = new StringBuilder();
    boolean capital = true;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isLetterOrDigit(c)) {
        java.append(capital ? Character.toUpperCase(c) : c);
      }
      capital = !Character.isLetter(c);
    }
    // `getClass` is taken.
    return java.toString().equals("Class") ? "Class_" : java.toString();
  }
}
