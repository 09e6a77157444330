package dev.caravan.model.chat;

import java.util.Set;
import java.util.regex.Pattern;

/** The English that sentences about tasks and orders are made of, besides its times. */
final class English {

  /** Words by which something is asked for and which may be misspelt; what takes something away may not. */
  static final Set<String> COMMANDS = Set.of("remind", "snooze", "complete", "reschedule", "postpone", "reopen");

  // Around what is asked for

  static final Pattern POLITE = pattern("(?:(?:hi|hello|hey|ok|okay|so|please|pls|caravan|could you|can you|would you|will you)\\b[, ]+)+(?=\\S)");
  static final Pattern POLITE_END = pattern("[,. ]*(?:(?<= |,)(?:please|pls|thanks|thank you|thx|for me))?[.!?… ]*$");
  static final Pattern YES = pattern("(?:(?:yes|yep|yeah|ok|okay|sure|confirm|confirmed|go ahead|do it|please do|that's right)[, ]*)+(?:please)?");
  static final Pattern NO = pattern("(?:(?:no|nope|cancel|cancel that|never ?mind|stop|don't|do not|forget it|leave it)[, ]*)+(?:thanks|thank you)?");
  static final Pattern HELP = pattern("help|help me|what can (?:you do|i say)|how does this work");
  /** A negation that is none. */
  static final Pattern UNFORGOTTEN = pattern("(?:don't|do not) (?:let me )?forget to (.+)");
  /** What is not to be done; nothing of it is read. */
  static final Pattern NEGATED = pattern("(?:don't|do not|dont|never|no need to|stop|not)\\b.*");

  // Tasks that are written

  static final Pattern REMIND = pattern("(?:remind me|set (?:me )?a reminder)(?: (.*))?");
  static final Pattern REMIND_LATER = pattern("(.+?),? remind me (?:to|that|about|of) (.+)");
  static final Pattern ADD = pattern(
      "(?:add|create|new|make|write down|note)(?: me)?(?: an?| another)?(?: new)?(?: (urgent|high priority|low priority))?(?: (?:task|to-?do)(?: called| named)?:?)(?: to)?(?: (.*))?"
          + "|(?:todo|to-do|to do)(?: ?[:,])? (.+)|add(?: (.*))?|(?:i need to|i have to|i must|i've got to) (.+)|put (.+) on (?:my|the) (?:to-?do )?list");
  static final Pattern ONTO_LIST = pattern("(.+?) (?:to|on|onto) (?:my|the) (?:to-?do list|list|tasks|to-?dos)(.*)");

  // Tasks that are there

  static final Pattern COMPLETE = pattern(
      "(?:i am |i'm )?done(?: with|:) (.+)|mark (.+?) (?:as )?(?:done|completed?|finished)|complete (.+)|(?:i have|i've|i) (?:finished|completed|done) (.+)"
          + "|(?:check|tick) off (.+)|(.+?) (?:is|are) (?:now )?(?:done|finished|completed?)|(?:check|tick|mark) (.+) off|done(?: with)?|complete");
  static final Pattern REOPEN = pattern("reopen (.+)|mark (.+?) as (?:not done|undone|open|not finished)");
  static final Pattern DELETE = pattern("(?:delete|remove|get rid of|cancel|forget about|forget)(?: (.+))?");
  static final Pattern SNOOZE = pattern("snooze(?: (.+?)(?: (for|until|till) (.+))?)?");
  static final Pattern MOVE = pattern(
      "(?:move|reschedule|postpone|shift|push|delay|bring forward)(?: (.+?)(?: (?:back |forward )?(to|until|till|for|by) (.+))?)?"
          + "|change the (?:due date|date|time) of (.+) (to) (.+)|(.+?) is now (due) (?:on )?(.+)");

  // What is told

  static final Pattern LIST = pattern(
      "(?:(?:(?:what|which)(?:'?s| is| are| do i have| do i need| have i got| tasks are)?|show(?: me)?|list|give me|tell me|do i have|have i got|is|are|any|anything)\\b ?)?(.*)");
  /** Only what has one of these words asks for tasks. */
  static final Pattern LISTED = pattern("(?:.*\\b)?(?:tasks?|to-?dos?|due|overdue|to do|agenda|reminders|list|anything|urgent)\\b.*|show #.*");
  /** Words that say nothing about which tasks are meant. */
  static final Pattern FILLERS = pattern(
      "(?:my|all|the|a|open|tasks?|to-?dos?|to do|to-do|due|list|list for|agenda|reminders|is|are|there|i|to|do|have|got|on|for|of|what'?s?|which|anything|everything|any|that|for|me|still|and|,)");

  static final Pattern ABOUT = pattern(" about (?:the |my )?(.+)$");
  static final Pattern OF_PRIORITY = pattern("\\b(low|normal|high|urgent)(?: priority\\b|(?= tasks?\\b)|$)");
  static final Pattern OVERDUE = pattern("\\boverdue\\b");

  // Orders

  static final Pattern FIND_ORDER = pattern(
      "(?:where(?:'?s| is| are)|(?:what(?:'?s| is) the )?status of|track|what about|find) (?:my |the )?(?:orders?)(?: (\\S+))?"
          + "|(?:is|has) (?:my|the) order (?:ready|done|here|arrived|coming|on its way)(?: yet)?|when (?:will|is) my order (?:be )?(?:ready|here|there|arrive|coming)");
  static final Pattern ORDER_ID = Pattern.compile("(?=.*\\d)[A-Za-z0-9._-]{1,64}");
  static final Pattern ORDER = pattern(
      "(?:(?:i'd|i would|we'd|we would) like to |i want to |let me |can i |could i )?order(?: (.+))?|(?:i'd like to |i want to )?place an order(?: for (.+))?");

  // Within a task

  static final Pattern TAG = Pattern.compile("(?:^|(?<=\\s))#(?!\\d+(?:\\s|$))([\\p{L}\\p{N}](?:[\\p{L}\\p{N}._-]{0,30}[\\p{L}\\p{N}])?)(?=\\s|$)");
  static final Pattern TAGGED = pattern(",? (?:tagged|with (?:the )?tag) #?([\\p{L}\\p{N}_-]{1,32})");
  static final Pattern BANG = pattern("(?:^|(?<=\\s))!(low|normal|high|urgent)(?=\\s|$)");
  static final Pattern WITH_PRIORITY = pattern(",? (?:with |at )?(low|normal|high|urgent) priority$|,? priority:? (low|normal|high|urgent)$");
  static final Pattern QUOTED = Pattern.compile("[\"“”„]([^\"“”„]+)[\"“”„]|(?<=^|\\s)'([^']+)'(?=\\s|$)");
  /** What is left of a quotation without an end. */
  static final Pattern HALF_QUOTED = Pattern.compile(".*[\"“”„].*");

  private static final String DAY = "(?:mon|tues|wednes|thurs|fri|satur|sun)days?";
  private static final String MONTH = "(?:january|february|march|april|may|june|july|august|september|october|november|december)";
  /** Words that are about a time, so that a title or a name with them says more than was understood. */
  static final Pattern TIME_LEFT = pattern(
      ".*\\b(?:today|tomorrow|tonight|yesterday|" + DAY + "|midnight|noon|every|each|(?:next|this|last) (?:week|month|year|weekend|night|morning)|in " + MONTH
          + "|" + MONTH + " \\d{1,2}|\\d{1,2}(?:st|nd|rd|th)?(?: of)? " + MONTH
          + "|\\d{1,2}(?::\\d\\d)? ?[ap]m|\\d{1,2}:\\d\\d|at \\d{1,2}|\\d{4}-\\d\\d?-\\d\\d?|\\d{1,2}/\\d{1,2}|\\d{1,2}\\.\\d{1,2}\\.\\d{4}"
          + "|end of (?:the )?(?:day|week|month)|in (?:\\d[\\d.,]*|an?|a few|one|two|three) (?:sec|min|hour|day|week|month|year)[a-z]*)\\b.*"
          + "|.*\\b(?:daily|weekly|biweekly|monthly|yearly|soon|later|again|at some point|sometime|some time|eventually|one day|(?:twice|once|\\d+ times) an? (?:day|week|month))");
  /** After these a time belongs to what is to be done, or there is another one: "about Sunday", "Friday or Saturday". */
  static final Pattern NEVER_BEFORE_TIME = pattern(
      ".*\\b(?:about|for|of|or|and|before|after|with|from|to|the|since|than|not|except|between|until|till|if|unless|called|named)|.*\\b(?:" + DAY
          + "|tomorrow|today|tonight),?");
  /** Something else that is asked for in the same breath. */
  static final Pattern SECOND_COMMAND = pattern(
      ".*(?:\\band|\\bthen|[,;.]) (?:then )?(?:delete|remove|complete|mark|snooze|move|remind|add|cancel|reschedule|order|forget|never mind|undo)\\b.*");
  static final Pattern CONDITION = pattern(".*\\b(?:if|unless|except|but not|when|in case)\\b.*");
  /** What may be said for a task but names none, or too many. */
  static final Pattern NO_NAME = pattern(
      "(?:it|that|this|them|these|those|everything|anything|all|all .*|every .*|each .*|any .*|both .*|tasks?|(?:.* )?tasks\\b.*|(?:half|some|most|part|all|none|nearly|almost)(?: of)?\\b.*|(?:users?|table|not|orders?|my order|the order)\\b.*"
          + "|if|is|what|who|why|how|once|i|there|here|.*'s (?:tasks?|orders?|list))");
  /** What stands around a name. */
  static final Pattern TASK_WORDS = pattern("^(?:(?:the|my|a|an) )?(?:tasks? )?(?:called |named )?|(?: (?:from|off|on) (?:my|the) (?:to-?do )?list)$| (?:task|to-?do|reminder)$");

  /** Nothing else begins a time. */
  static final Pattern TIME_BEGINS = pattern(
      "(?:at|on|by|in|this|next|last|the|due|every|each|daily|weekly|biweekly|monthly|yearly|annually|today|tomorrow|tonight|yesterday|noon|midnight|end|a|first|" + DAY
          + "|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|" + MONTH + "|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|weekdays|weekends|\\d.*|for|twice),?");

  private English() {}

  static Pattern pattern(String regex) {
    return Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
  }
}
