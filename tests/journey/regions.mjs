// 省市区: `assets/regions.txt` is what @vant/area-data (MIT) holds, in a compact form; `node regions.mjs --write` makes it
// anew after the pinned version was raised. One line for each province (`44 广东省`), one for each city with its districts
// (`4401 广州市 03荔湾区 04越秀区`): the digits together are the code of GB/T 2260.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, finish, packages, same } from './lib.mjs';

const manifest = packages.resolve('@vant/area-data/package.json');
const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
const { areaList } = packages('@vant/area-data');
const path = join(ROOT, 'assets/regions.txt');

function made() {
    const { province_list: provinces, city_list: cities, county_list: districts } = areaList;
    const lines = [
        `# Provinces, cities and districts of China with their codes (GB/T 2260), made by tests/journey/regions.mjs from`,
        `# @vant/area-data ${version}; its licence (MIT) is in regions-LICENSE.txt.`,
    ];
    for (const [province, name] of Object.entries(provinces)) {
        lines.push(`${province.slice(0, 2)} ${name}`);
        for (const [city, called] of Object.entries(cities).filter(([code]) => code.startsWith(province.slice(0, 2)))) {
            const within = Object.entries(districts).filter(([code]) => code.startsWith(city.slice(0, 4)));
            lines.push([city.slice(0, 4), called, ...within.map(([code, district]) => code.slice(4) + district)].join(' '));
        }
    }
    return `${lines.join('\n')}\n`;
}

if (process.argv.includes('--write')) writeFileSync(path, made());
same('regions.txt is what the pinned package holds', readFileSync(path, 'utf8') === made(), true);
finish();
