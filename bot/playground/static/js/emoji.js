/** Slack's emoji names as characters; the system's own emoji font draws them. */

const TABLE = `
+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|clap 👏|pray 🙏|raised_hands 🙌|wave 👋|muscle 💪|eyes 👀
ok_hand 👌|point_right 👉|point_left 👈|point_up ☝️|point_down 👇|handshake 🤝|writing_hand ✍️
smile 😄|slightly_smiling_face 🙂|blush 😊|joy 😂|grinning 😀|wink 😉|thinking_face 🤔|neutral_face 😐
slightly_frowning_face 🙁|cry 😢|sweat_smile 😅|sunglasses 😎|heart ❤️|sparkling_heart 💖|fire 🔥
star ⭐|star2 🌟|sparkles ✨|tada 🎉|trophy 🏆|medal 🏅|sports_medal 🏅|first_place_medal 🥇
second_place_medal 🥈|third_place_medal 🥉|rosette 🏵️|crown 👑|gem 💎|100 💯|rocket 🚀|bulb 💡|zap ⚡
white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|negative_squared_cross_mark ❎
warning ⚠️|no_entry ⛔|no_entry_sign 🚫|octagonal_sign 🛑|exclamation ❗|question ❓|bangbang ‼️
grey_question ❔|information_source ℹ️|rotating_light 🚨|bell 🔔|no_bell 🔕|loudspeaker 📢|mega 📣
memo 📝|pencil 📝|pencil2 ✏️|clipboard 📋|notebook 📓|ledger 📒|books 📚|book 📖|bookmark 🔖|label 🏷️
calendar 📅|date 📅|spiral_calendar_pad 🗓️|hourglass ⌛|hourglass_flowing_sand ⏳|stopwatch ⏱️|timer_clock ⏲️
alarm_clock ⏰|clock9 🕘|chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|bar_chart 📊
arrow_up ⬆️|arrow_down ⬇️|arrow_right ➡️|arrow_left ⬅️|arrow_upper_right ↗️|arrow_lower_right ↘️
small_red_triangle 🔺|small_red_triangle_down 🔻|arrows_counterclockwise 🔄|repeat 🔁|leftwards_arrow_with_hook ↩️
red_circle 🔴|large_orange_circle 🟠|large_yellow_circle 🟡|large_green_circle 🟢|large_blue_circle 🔵
white_circle ⚪|black_circle ⚫|large_purple_circle 🟣|green_heart 💚|yellow_heart 💛|broken_heart 💔
speech_balloon 💬|left_speech_bubble 🗨️|thought_balloon 💭|email 📧|envelope ✉️|inbox_tray 📥|outbox_tray 📤
telephone_receiver 📞|headphones 🎧|busts_in_silhouette 👥|bust_in_silhouette 👤|scales ⚖️|shield 🛡️|lock 🔒
unlock 🔓|key 🔑|mag 🔍|link 🔗|paperclip 📎|pushpin 📌|round_pushpin 📍|package 📦|file_folder 📁|page_facing_up 📄
coffee ☕|seedling 🌱|four_leaf_clover 🍀|sunny ☀️|cloud ☁️|rainbow 🌈|gift 🎁|balloon 🎈|confetti_ball 🎊
dart 🎯|checkered_flag 🏁|triangular_flag_on_post 🚩|construction 🚧|hammer_and_wrench 🛠️|gear ⚙️|wrench 🔧
money_with_wings 💸|moneybag 💰|house 🏠|office 🏢|robot_face 🤖|sos 🆘|new 🆕|up 🆙|ok 🆗|heavy_plus_sign ➕
heavy_minus_sign ➖|one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣`;

const CHARACTERS = new Map(
  TABLE.trim()
    .split(/[|\n]/)
    .map((pair) => pair.trim().split(" ")),
);

/** The character of an emoji name, or undefined for a name that is not in the table. */
export const emoji = (name) => CHARACTERS.get(name);

/** `text` with every known `:name:` replaced by its character. */
export const withEmoji = (text) =>
  text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => emoji(name) ?? whole);
