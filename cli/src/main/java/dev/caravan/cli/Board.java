package dev.caravan.cli;

import dev.caravan.cli.Journey.Mark;
import dev.caravan.cli.Journey.Step;
import dev.caravan.cli.Terminal.Tone;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Orders as they stand at a moment, as lines to be painted over the last ones. */
final class Board {

  private final Terminal terminal;
  private final Instant now;
  private final Map<String, String> names;

  /** @param names what orders are called, by id; empty where their ids say enough */
  Board(Terminal terminal, Instant now, Map<String, String> names) {
    this.terminal = terminal;
    this.now = now;
    this.names = names;
  }

  /** A line for each step of each order; where it is a single one, also the command that it waits for. */
  List<String> lines(List<Snapshot> orders, boolean away) {
    var lines = outage(away);
    for (var order : orders) {
      lines.add(head(order));
      for (var step : Journey.of(order, now)) {
        lines.add(line(step, order));
        if (step.mark() == Mark.ACTIVE && names.isEmpty() && !order.command().isEmpty()) {
          lines.add("      " + order.command());
        }
      }
      reason(order, lines);
    }
    return lines;
  }

  /** Two lines for each order. */
  List<String> shortLines(List<Snapshot> orders, boolean away) {
    var lines = outage(away);
    for (var order : orders) {
      lines.add(head(order));
      var steps = Journey.of(order, now);
      var marks = new StringBuilder();
      steps.forEach(step -> marks.append(sign(step.mark())));
      var current = steps.stream().filter(step -> step.mark() == Mark.ACTIVE).findFirst().orElse(steps.get(steps.size() - 1));
      lines.add("  [" + marks + "] " + current.name() + "  " + Texts.seconds(current.took()) + due(current, order));
    }
    return lines;
  }

  private List<String> outage(boolean away) {
    var lines = new ArrayList<String>();
    if (away) {
      lines.add(terminal.paint(Tone.DUE, Lines.OUTAGE));
    }
    return lines;
  }

  private String head(Snapshot order) {
    var status = Terminal.clean(order.order().path("status").asText());
    var name = names.get(order.id());
    var head = new StringBuilder()
        .append(terminal.paint(Tone.STRONG, name == null ? "order" : "%-8s".formatted(name)))
        .append(' ').append(Terminal.clean(order.id()))
        .append("  ").append(terminal.paint(Texts.status(status).tone(), status));
    var attempt = order.status().path("attempt").asInt();
    if (attempt > 1) {
      head.append("  ").append(terminal.paint(Tone.DUE, "attempt " + attempt));
    }
    if (order.status().path("health").asText().equals("stuck")) {
      head.append("  ").append(terminal.paint(Tone.BAD, "stuck"));
    }
    var deadline = order.ended() ? null : Journey.instant(order.status().path("deadline"));
    if (deadline != null) {
      head.append("  ").append(timeLeft(Duration.between(now, deadline)));
    }
    return head.toString();
  }

  private String timeLeft(Duration left) {
    return left.isNegative() ? terminal.paint(Tone.BAD, "past its deadline by " + Texts.seconds(left.negated()).strip())
        : terminal.paint(left.toSeconds() < 5 ? Tone.DUE : Tone.PLAIN, Texts.seconds(left).strip() + " left");
  }

  private String line(Step step, Snapshot order) {
    var undone = step.undone().isEmpty() ? "" : "  " + Terminal.clean(String.join(", ", step.undone()));
    var text = "  [" + sign(step.mark()) + "] %-22s %10s".formatted(step.name(), Texts.seconds(step.took()));
    return terminal.paint(tone(step.mark()), text.stripTrailing()) + undone + due(step, order);
  }

  private String due(Step step, Snapshot order) {
    var awaited = step.mark() == Mark.ACTIVE ? order.awaited() : "";
    return awaited.isEmpty() ? "" : "  " + terminal.paint(Tone.DUE, awaited);
  }

  private void reason(Snapshot order, List<String> lines) {
    var reason = order.order().path("reason").asText("");
    if (!reason.isEmpty()) {
      var detail = order.order().path("detail").asText("");
      lines.add("      " + terminal.paint(Tone.BAD, Terminal.clean(reason + (detail.isEmpty() ? "" : ": " + detail))));
    }
  }

  private static char sign(Mark mark) {
    return switch (mark) {
      case DONE -> 'x';
      case FAILED -> '!';
      case ACTIVE -> '>';
      case PENDING -> ' ';
    };
  }

  private static Tone tone(Mark mark) {
    return switch (mark) {
      case DONE -> Tone.GOOD;
      case FAILED -> Tone.BAD;
      case ACTIVE -> Tone.STRONG;
      case PENDING -> Tone.QUIET;
    };
  }
}
