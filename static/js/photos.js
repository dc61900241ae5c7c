// Photographs are shrunk in the browser before they leave: six of a telephone's would be 30 MB.
// Without this the server takes them as they are.
const QUALITY = 0.85;

for (const input of document.querySelectorAll("input[type=file][data-shrink]")) {
  input.addEventListener("change", () => shrink(input));
}

async function shrink(input) {
  const most = Number(input.dataset.most);
  const chosen = [...input.files];
  if (!chosen.length) return tell(input, "");
  tell(input, "正在缩小照片…");
  const bag = new DataTransfer();
  for (const file of chosen.slice(0, most)) bag.items.add(await smaller(file, Number(input.dataset.shrink)));
  input.files = bag.files;
  const size = [...bag.files].reduce((sum, file) => sum + file.size, 0);
  const over = chosen.length > most ? `最多 ${most} 张，只留了前 ${most} 张。` : "";
  tell(input, `${over}选了 ${bag.files.length} 张，共 ${words(size)}。`);
}

async function smaller(file, longest) {
  try {
    const image = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, longest / Math.max(image.width, image.height));
    if (scale === 1 && file.size < 500 * 1024) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    return blob ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" }) : file;
  } catch {
    return file; // the server says what is wrong with it
  }
}

function tell(input, text) {
  let line = input.parentElement.querySelector("[data-photos-told]");
  if (!line) {
    line = document.createElement("p");
    line.className = "small muted";
    line.dataset.photosTold = "";
    line.setAttribute("aria-live", "polite");
    input.after(line);
  }
  line.textContent = text;
}

function words(bytes) {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
