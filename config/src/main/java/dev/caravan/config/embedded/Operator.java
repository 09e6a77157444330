package dev.caravan.config.embedded;

/** Who may log in at the management port. */
public record Operator(String user, String password) {

  /** Logs in nowhere. */
  static final Operator NOBODY = new Operator("", "");

  /** Whether there is anybody who can log in. */
  public boolean known() {
    return !password.isEmpty();
  }

  @Override
  public String toString() {
    return "Operator[user=" + user + "]";
  }
}
