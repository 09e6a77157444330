package dev.caravan.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** All that one order may be by now, as far as anybody knows, and what was done to it. */
final class Worlds<W extends Worlds.World<W>> {

  /** An order as it may be. */
  interface World<W> {

    /** All that it may have become by itself, sooner or later, this included. */
    Set<W> later();
  }

  /** @param code the HTTP status, and the order thereafter */
  record Answer<W>(int code, W next) {}

  /** @param expected what it is answered, and what comes of it */
  record Operation<W extends World<W>>(String name, Function<W, Answer<W>> expected, IntSupplier deed) {

    boolean changes(Set<W> worlds) {
      return worlds.stream().anyMatch(world -> !expected.apply(world).next().equals(world));
    }
  }

  final List<String> told = Collections.synchronizedList(new ArrayList<>());
  private final Histories histories;
  private Set<W> worlds = Set.of();

  Worlds(Histories histories) {
    this.histories = histories;
  }

  Set<W> all() {
    return worlds;
  }

  /** One of them, always the same. */
  W one() {
    return worlds.stream().min(Comparator.comparing(Object::toString)).orElseThrow();
  }

  void are(Set<W> those) {
    worlds = those;
  }

  void carryOut(Operation<W> operation) {
    var code = send(operation);
    become(List.of(operation), List.of(code), UnaryOperator.identity());
  }

  /**
   * One of them is first, nobody knows which.
   *
   * @param delay milliseconds until the next is sent
   * @param meanwhile what they may have become while all of them were carried out
   */
  void carryOutAtOnce(List<Operation<W>> operations, IntSupplier delay, UnaryOperator<Set<W>> meanwhile) {
    if (operations.size() > 1) {
      told.add("at once:");
    }
    var codes = operations.stream().map(operation -> CompletableFuture.supplyAsync(() -> send(operation),
        CompletableFuture.delayedExecutor(delay.getAsInt(), TimeUnit.MILLISECONDS))).toList()
        .stream().map(CompletableFuture::join).toList();
    become(operations, codes, meanwhile);
  }

  private int send(Operation<W> operation) {
    var code = operation.deed.getAsInt();
    told.add(operation.name + " -> " + code);
    histories.operated();
    return code;
  }

  private void become(List<Operation<W>> operations, List<Integer> codes, UnaryOperator<Set<W>> meanwhile) {
    var before = meanwhile.apply(worlds);
    worlds = orders(IntStream.range(0, operations.size()).boxed().toList()).stream().flatMap(order -> {
      var after = before;
      for (var i : order) {
        after = become(after, operations.get(i), codes.get(i));
      }
      return after.stream();
    }).collect(Collectors.toSet());
    assertThat(worlds).as("%s were answered %s in one of %s",
        operations.stream().map(Operation::name).toList(), codes, before).isNotEmpty();
  }

  private Set<W> become(Set<W> from, Operation<W> operation, int code) {
    return from.stream().map(operation.expected).filter(answer -> answer.code() == code)
        .flatMap(answer -> answer.next().later().stream()).collect(Collectors.toSet());
  }

  private static List<List<Integer>> orders(List<Integer> of) {
    return of.isEmpty() ? List.of(List.of()) : of.stream().flatMap(first ->
        orders(of.stream().filter(other -> !other.equals(first)).toList()).stream()
            .map(rest -> IntStream.concat(IntStream.of(first), rest.stream().mapToInt(Integer::intValue)).boxed().toList())).toList();
  }
}
